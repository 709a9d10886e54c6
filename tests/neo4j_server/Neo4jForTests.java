import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Starts a Neo4j server on a Bolt port, prints "ready" and runs until standard input closes.
 * Arguments: home, port, whether users must sign in ("true"; the first one is neo4j with the password neo4j).
 */
public class Neo4jForTests {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        DatabaseManagementService server = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
            .setConfig(BoltConnector.advertised_address, new SocketAddress("127.0.0.1", port))
            .setConfig(GraphDatabaseSettings.auth_enabled, Boolean.parseBoolean(arguments[2]))
            .setConfig(GraphDatabaseSettings.pagecache_memory, 64L * 1024 * 1024)
            .setConfig(GraphDatabaseSettings.transaction_timeout, Duration.ofMinutes(10))
            .build();
        System.out.println("ready");
        System.out.flush();
        while (System.in.read() >= 0) {
            // the test run holds our standard input open; when it ends, so do we
        }
        server.shutdown();
    }
}
