import KafkaLab
import Testing

/// What a behaviour is tried on.
enum Subject: Sendable, CustomTestStringConvertible {
    /// The lab, pretending to be of that release.
    case lab(String)
    /// The distribution of KAFKA_HOME.
    case real

    /// The lab as the oldest release, as the last line before KRaft, as that before eligible leaders, and as the newest one; a real cluster
    /// where there is one.
    static var all: [Subject] {
        [.lab("2.4"), .lab("2.8"), .lab("3.9"), .lab("4.3")] + (Distribution.ofEnvironment == nil ? [] : [.real])
    }

    var testDescription: String {
        switch self {
        case .lab(let release): "lab \(release)"
        case .real: "Kafka \(Distribution.ofEnvironment?.release.description ?? "?")"
        }
    }

    /// A lab of its own; of the real cluster there is one, whole again.
    @MainActor
    func cluster() throws -> any ClusterUnderTest {
        switch self {
        case .lab(let release): try LabUnderTest(release: release)
        case .real: try SharedCluster.whole()
        }
    }
}

/// The one real cluster of this process: started when first asked for, stopped when the last test of its suites is over.
@MainActor
enum SharedCluster {
    private static var running: RealUnderTest?

    static func whole() throws -> RealUnderTest {
        if let running {
            try running.restore()
            return running
        }
        let started = try RealUnderTest(RealCluster(#require(Distribution.ofEnvironment), brokers: 3))
        running = started
        try started.restore()
        return started
    }

    static func stop() {
        running?.stopConsumers()
        running?.real.stop()
        running = nil
    }
}

/// Stops the shared cluster after all tests of a suite, its inner suites included.
struct SharesCluster: SuiteTrait, TestScoping {
    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        do {
            try await function()
        } catch {
            await SharedCluster.stop()
            throw error
        }
        await SharedCluster.stop()
    }
}

extension Trait where Self == SharesCluster {
    static var sharesCluster: SharesCluster { SharesCluster() }
}

/// Everything that may need a real cluster: one after the other, on one of them.
@Suite("Conformance", .serialized, .sharesCluster)
@MainActor
enum Conformance {}
