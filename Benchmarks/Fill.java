import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics with records, and groups that lag: java -cp 'KAFKA_HOME/libs/*' Fill.java BOOTSTRAP TOPICS PARTITIONS REPLICAS RECORDS GROUPS GROUP_TOPICS */
public class Fill {
    public static void main(String[] words) throws Exception {
        int topics = number(words, 1), partitions = number(words, 2), records = number(words, 4), groups = number(words, 5), each = number(words, 6);
        Map<String, Object> config = Map.of("bootstrap.servers", words[0], "linger.ms", 20);
        List<String> names = IntStream.range(0, topics).mapToObj(i -> String.format("topic-%04d", i)).toList();
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(names.stream().map(n -> new NewTopic(n, partitions, (short) number(words, 3))).toList()).all().get();
            try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (String name : names)
                    for (int p = 0; p < partitions; p++)
                        for (int r = 0; r < records; r++) producer.send(new ProducerRecord<>(name, p, null, new byte[100]));
            }
            for (int g = 0; g < groups; g++) {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (int t = 0; t < each; t++)
                    for (int p = 0; p < partitions; p++)
                        offsets.put(new TopicPartition(names.get((g + t) % topics), p), new OffsetAndMetadata(records / 2));
                admin.alterConsumerGroupOffsets(String.format("group-%04d", g), offsets).all().get();
            }
        }
    }

    static int number(String[] words, int index) { return Integer.parseInt(words[index]); }
}
