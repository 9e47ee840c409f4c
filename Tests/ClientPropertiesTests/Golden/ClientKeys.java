import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of Kafka's clients, from their own definitions: java -cp "$KAFKA_HOME/libs/*" ClientKeys.java > keys-RELEASE.txt */
public class ClientKeys {
    public static void main(String[] arguments) throws Exception {
        TreeMap<String, TreeSet<String>> clients = new TreeMap<>();
        for (String client : new String[] {"admin.AdminClient", "producer.Producer", "consumer.Consumer"}) {
            Class<?> config = Class.forName("org.apache.kafka.clients." + client + "Config");
            for (Object key : (Set<?>) config.getMethod("configNames").invoke(null))
                clients.computeIfAbsent((String) key, any -> new TreeSet<>()).add(client.substring(0, client.indexOf('.')));
        }
        System.out.println("# Keys of Kafka's clients " + org.apache.kafka.common.utils.AppInfoParser.getVersion() + ", by ClientKeys.java.");
        clients.forEach((key, names) -> System.out.println(key + " " + String.join(",", names)));
    }
}
