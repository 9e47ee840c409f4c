import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.utils.Utils;

/**
 * Kafka's own client, asked what it makes of properties files, many in one JVM. Lines come on standard input, their parts divided by tabs:
 *
 *   store  TYPE FILE PASSWORD  then entries `trust ALIAS PEM-FILE` and `key ALIAS PEM-FILE KEY-PASSWORD` (key and chain in one file)
 *   issuer FOLDER              an endpoint for tokens of OAUTHBEARER, and jwks.json in FOLDER: answers `issuer PORT`
 *   probe  NAME FILE           whether the client of that file learns the cluster's id: answers `verdict NAME yes|no WHY`
 *   wait                       until all verdicts are there: answers `done`
 */
public class Probe {
    private static final ExecutorService pool = Executors.newFixedThreadPool(24);

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            String[] parts = line.split("\t", -1);
            switch (parts[0]) {
                case "store": store(parts); break;
                case "issuer": say("issuer " + issuer(Path.of(parts[1]))); break;
                case "probe": pool.submit(() -> probe(parts[1], parts[2])); break;
                case "wait":
                    pool.shutdown();
                    pool.awaitTermination(5, TimeUnit.MINUTES);
                    say("done");
                    break;
                default: throw new IllegalArgumentException(line);
            }
        }
        System.exit(0);
    }

    private static synchronized void say(String line) {
        System.out.println("= " + line.replaceAll("\\s+", " "));
        System.out.flush();
    }

    // Verdicts

    private static void probe(String name, String file) {
        try {
            Properties properties = Utils.loadProps(file);
            properties.put("request.timeout.ms", "6000");
            properties.put("default.api.timeout.ms", "8000");
            properties.put("sasl.login.retry.backoff.max.ms", "1000");
            properties.put("socket.connection.setup.timeout.ms", "6000");
            try (AdminClient client = AdminClient.create(properties)) {
                client.describeCluster().clusterId().get(9, TimeUnit.SECONDS);
                say("verdict " + name + " yes");
            }
        } catch (Throwable thrown) {
            StringBuilder why = new StringBuilder();
            for (Throwable cause = thrown; cause != null && why.length() < 600; cause = cause.getCause())
                why.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append(" <- ");
            say("verdict " + name + " no " + why);
        }
    }

    // Stores

    private static void store(String[] parts) throws Exception {
        KeyStore store = KeyStore.getInstance(parts[1]);
        char[] password = parts[3].toCharArray();
        store.load(null, password);
        for (int at = 4; at < parts.length;) {
            String text = Files.readString(Path.of(parts[at + 2]));
            List<Certificate> certificates = new ArrayList<>();
            for (byte[] der : blocks(text, "CERTIFICATE"))
                certificates.add(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            if (parts[at].equals("trust")) {
                store.setCertificateEntry(parts[at + 1], certificates.get(0));
                at += 3;
            } else {
                store.setKeyEntry(parts[at + 1], key(blocks(text, "PRIVATE KEY").get(0)), parts[at + 3].toCharArray(),
                        certificates.toArray(new Certificate[0]));
                at += 4;
            }
        }
        try (OutputStream out = new FileOutputStream(parts[2])) {
            store.store(out, password);
        }
    }

    private static List<byte[]> blocks(String text, String label) {
        List<byte[]> found = new ArrayList<>();
        for (String part : text.split("-----BEGIN " + label + "-----"))
            if (part.contains("-----END " + label + "-----"))
                found.add(Base64.getMimeDecoder().decode(part.substring(0, part.indexOf("-----END"))));
        return found;
    }

    private static PrivateKey key(byte[] der) throws Exception {
        for (String algorithm : Arrays.asList("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (java.security.spec.InvalidKeySpecException other) {
                continue;
            }
        }
        throw new IllegalArgumentException("no key");
    }

    // Tokens

    /** An endpoint under whose paths each answers in its way: /200, /201, /307, /other (307 to another port), /302, /encoded. */
    private static int issuer(Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey own = (RSAPublicKey) pair.getPublic();
        Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
                + base64(unsigned(own.getModulus())) + "\",\"e\":\"" + base64(unsigned(own.getPublicExponent())) + "\"}]}");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        int otherPort = other.getAddress().getPort();
        String plain = "Basic " + Base64.getEncoder().encodeToString("mend:a b+c/ü".getBytes(StandardCharsets.UTF_8));
        String encoded = "Basic " + Base64.getEncoder().encodeToString("mend:a+b%2Bc%2F%C3%BC".getBytes(StandardCharsets.UTF_8));
        for (HttpServer each : Arrays.asList(server, other)) {
            each.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                boolean known = given.equals(path.equals("/encoded") ? encoded : plain) && body.startsWith("grant_type=client_credentials")
                        && exchange.getRequestMethod().equals("POST");
                byte[] answer = "{\"error\":\"invalid_client\"}".getBytes(StandardCharsets.UTF_8);
                int status = 401;
                if (path.equals("/307") || path.equals("/302") || path.equals("/308")) {
                    exchange.getResponseHeaders().set("Location", "/200");
                    status = Integer.parseInt(path.substring(1));
                } else if (path.equals("/other")) {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + otherPort + "/200");
                    status = 307;
                } else if (known) {
                    status = path.equals("/201") ? 201 : 200;
                    try {
                        answer = ("{\"access_token\":\"" + token(pair) + "\",\"expires_in\":3600}").getBytes(StandardCharsets.UTF_8);
                    } catch (Exception failure) {
                        status = 500;
                    }
                }
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            each.start();
        }
        int port = server.getAddress().getPort();
        // Of 4.0 and later: URLs must be allowed by the JVM's own properties.
        StringBuilder allowed = new StringBuilder();
        for (String path : Arrays.asList("200", "201", "302", "307", "308", "other", "encoded"))
            allowed.append("http://127.0.0.1:").append(port).append('/').append(path).append(',');
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", allowed.substring(0, allowed.length() - 1));
        return port;
    }

    private static String token(KeyPair pair) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        String head = base64("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{\"sub\":\"admin\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}").getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(head.getBytes(StandardCharsets.US_ASCII));
        return head + "." + base64(signature.sign());
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) { return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes); }
}
