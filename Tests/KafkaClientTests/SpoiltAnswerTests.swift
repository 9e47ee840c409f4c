import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

/// Answers that are none: whatever API they are of, and whether a request or the client's own question asked, what was asked ends in time.
@Suite struct SpoiltAnswerTests {
    /// Every API that the client and these requests ask of one broker.
    static let apis: [Int16] = [3, 10, 16, 18, 32, 44, 46, 60]

    private func ask(_ api: Int16, _ world: World) -> RequestFailure? {
        let (client, deadline) = (world.client, world.deadline())
        return switch api {
        case 10: client.ask(FindCoordinatorRequest(coordinatorKeys: ["g"]), deadline: deadline).failure
        case 16, 32: client.ask(ListGroupsRequest(), to: .broker(1), deadline: deadline).failure
        case 44: client.ask(IncrementalAlterConfigsRequest(), to: .controller, deadline: deadline).failure
        case 46: client.ask(ListPartitionReassignmentsRequest(), to: .controller, deadline: deadline).failure
        case 60: client.ask(DescribeClusterRequest(), deadline: deadline).failure
        default: client.refreshMetadata(deadline: deadline).failure
        }
    }

    private func expectEnd(_ api: Int16, _ behaviour: ScriptedBrokers.Behaviour) {
        let world = World(bootstrap: ["b1"])
        world.peer.listed = [1]
        world.peer.behaviour = [1: behaviour]
        let failure = ask(api, world)
        #expect(failure != nil && failure?.reason != .interrupted, "\(api): \(String(describing: failure))")
        #expect(world.elapsed <= .seconds(5))
        // What never left changed nothing; what left is in doubt.
        if api == 44 { #expect(failure?.mayHaveBeenSent == true) }
        // And the broker that has come to its senses is believed again.
        world.peer.behaviour = [:]
        world.client.beginEvaluation()
        world.client.pause(until: world.deadline(6))
        world.client.beginEvaluation()
        #expect(ask(api, world) == nil)
    }

    @Test("bytes that are no answer", arguments: apis)
    func garbled(api: Int16) { expectEnd(api, .garbles(api)) }

    @Test("an answer of which half is missing", arguments: apis, [true, false])
    func cut(api: Int16, isWholeFrame: Bool) { expectEnd(api, .cuts(api, isWholeFrame: isWholeFrame)) }
}
