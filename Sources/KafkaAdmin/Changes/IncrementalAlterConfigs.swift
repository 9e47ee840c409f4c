import KafkaClient
import KafkaMessages
import KafkaWire
import Network

/// IncrementalAlterConfigs (KIP-339): changes single settings and leaves the others alone.
package enum IncrementalAlterConfigs {
    package enum Operation: Int8, Sendable {
        case set, delete, append, subtract
    }

    /// One setting's change.
    package struct Setting: Hashable, Sendable {
        package var name: String
        package var operation: Operation
        /// nil for `delete`; entries separated by commas for `append` and `subtract`.
        package var value: String?

        package init(_ name: String, _ operation: Operation, _ value: String? = nil) {
            self.name = name
            self.operation = operation
            self.value = value
        }
    }

    /// The changes of one resource: Kafka takes all of them or none. No setting twice.
    package struct Change: Hashable, Sendable {
        package var resource: ConfigResource
        package var settings: [Setting]

        package init(_ resource: ConfigResource, _ settings: [Setting]) {
            self.resource = resource
            self.settings = settings
        }
    }

    /// Resources in one request.
    private static let batch = 500

    /// Asks once for each; an outcome for each, in order. A broker's own settings go to that very broker, which alone takes them;
    /// the rest goes through the controller. All leave at once.
    /// - Parameters:
    ///   - timeout: nanoseconds that one request may take.
    ///   - validateOnly: true: Kafka checks, and changes nothing.
    ///   - controller: the active controller's own listener: all goes there, also what a broker would have to take itself; nil: see above.
    package static func ask(
        _ changes: [Change], validateOnly: Bool = false, at controller: Endpoint? = nil, by client: Client, timeout: Int
    ) -> [ChangeOutcome] {
        var parts: [(destination: Destination, indexes: [Int])] = []
        var shared: [Int] = []
        for (index, change) in changes.enumerated() {
            if controller == nil, let broker = change.resource.ownBroker {
                parts.append((.broker(broker), [index]))
            } else {
                shared.append(index)
            }
        }
        for start in stride(from: 0, to: shared.count, by: batch) {
            parts.append((controller.map { .node($0) } ?? .controller, Array(shared[start..<min(start + batch, shared.count)])))
        }
        let deadline = ChangeTiming(client, timeout: timeout).deadline
        let answers = client.askEach(
            parts.map { (request(part: $0.indexes.map { changes[$0] }, validateOnly), $0.destination) }, deadline: deadline)
        var outcomes: [Int: ChangeOutcome] = [:]
        for (part, answer) in zip(parts, answers) {
            switch answer {
            case .failure(let failure): for index in part.indexes { outcomes[index] = ChangeOutcome(failure, client) }
            case .success(let answered):
                let sentAt = client.wallMs(at: answered.arrival.sentAt)
                for index in part.indexes { outcomes[index] = read(answered.value, changes[index].resource, sentAt) }
            }
        }
        return changes.indices.map { outcomes[$0] ?? .notSent("not asked") }
    }

    private static func request(part: [Change], _ validateOnly: Bool) -> IncrementalAlterConfigsRequest {
        IncrementalAlterConfigsRequest(
            resources: part.map { change in
                .init(
                    resourceType: change.resource.kind.number, resourceName: change.resource.name,
                    configs: change.settings.map { .init(name: $0.name, configOperation: $0.operation.rawValue, value: $0.value) })
            }, validateOnly: validateOnly)
    }

    private static func read(_ response: IncrementalAlterConfigsResponse, _ resource: ConfigResource, _ sentAt: Int) -> ChangeOutcome {
        let row = response.responses.first { $0.resourceType == resource.kind.number && $0.resourceName == resource.name }
        guard let row else { return .unknown("the answer leaves \(resource.kind.rawValue) \(resource.name) out", lastByteLeft: sentAt) }
        return ChangeOutcome(row.errorCode, row.errorMessage, sentAt: sentAt)
    }
}

extension ConfigResource {
    /// The broker that alone takes changes of these settings; nil: the controller does.
    package var ownBroker: BrokerID? {
        switch kind {
        case .broker, .brokerLogger: BrokerID(name)
        case .topic, .clusterDefault, .group, .clientMetrics: nil
        }
    }
}
