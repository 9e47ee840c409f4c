import KafkaWire
import Testing

@Suite struct ErrorCodeTests {
    @Test("names and classes are Kafka's")
    func table() {
        #expect(ErrorCode(0).isSuccess && ErrorCode(0).name == "NONE")
        #expect(ErrorCode(-1).name == "UNKNOWN_SERVER_ERROR" && ErrorCode(-1).mayHaveHappened)
        #expect(ErrorCode.notLeaderOrFollower.rawValue == 6 && ErrorCode.notLeaderOrFollower.isRetriable)
        #expect(ErrorCode.notLeaderOrFollower.refreshesMetadata)
        #expect(!ErrorCode.topicAuthorizationFailed.isRetriable)
        #expect(ErrorCode.requestTimedOut.mayHaveHappened)
        #expect(ErrorCode(133).isKnown)
    }

    @Test("a code that the table does not know survives", arguments: [134, -2, .max, .min] as [Int16])
    func unknown(raw: Int16) {
        #expect(ErrorCode(raw).rawValue == raw && !ErrorCode(raw).isKnown)
        #expect(ErrorCode(raw).name == "UNKNOWN(\(raw))")
        #expect(!ErrorCode(raw).isRetriable)
    }
}
