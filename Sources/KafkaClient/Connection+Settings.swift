import KafkaMessages
import Network

extension Connection {
    /// What does not change over the life of a connection.
    package struct Settings: Sendable {
        /// Kafka's `client.id`.
        package var clientID: String
        /// The software's name for the broker's metrics (KIP-511).
        package var softwareName: String
        /// The software's version for the broker's metrics.
        package var softwareVersion: String
        /// Requests on their way at once; others wait.
        package var inFlightLimit: Int
        /// The largest answer that is taken, in bytes.
        package var frameLimit: Int
        /// How the bytes are protected, and who we say we are.
        package var security: ClientSecurity

        /// Settings; without arguments those of `mend`.
        package init(
            clientID: String = "mend", softwareName: String = "mend", softwareVersion: String = "0", inFlightLimit: Int = 64,
            frameLimit: Int = Frame.defaultLimit, security: ClientSecurity = .plaintext
        ) {
            self.clientID = clientID
            self.softwareName = softwareName
            self.softwareVersion = softwareVersion
            self.inFlightLimit = inFlightLimit
            self.frameLimit = frameLimit
            self.security = security
        }
    }
}
