import Testing

@testable import KafkaAdmin

/// Expected values: KafkaController.isReassignmentComplete (2.4 to 3.9), PartitionReassignmentReplicas.maybeCompleteReassignment of each release, and
/// what 3.9.2 and 4.3.1 did.
@Suite("When a move is complete") struct ReassignmentLawTests {
    private typealias Rule = ReassignmentLaw.Rule
    private typealias Version = ReassignmentLaw.Version

    @Test("the rule by release")
    func releases() {
        func rules(_ isKRaft: Bool?, _ low: Version, _ high: Version) -> Set<Rule> {
            ReassignmentLaw(isKRaft: isKRaft, versions: low...high).rules
        }
        #expect(rules(false, Version(2, 4), Version(2, 4)) == [.everyTarget])
        #expect(rules(false, Version(3, 9), Version(3, 9)) == [.everyTarget])
        #expect(rules(true, Version(3, 3), Version(3, 7)) == [.added])
        #expect(rules(true, Version(3, 8), Version(4, 1)) == [.everyTarget])
        #expect(rules(true, Version(4, 2), Version(4, 2)) == [.everyTarget, .addedUnlessFewer])
        #expect(rules(true, Version(4, 3), Version(4, 3)) == [.addedUnlessFewer])
        #expect(rules(true, Version(3, 7), Version(3, 8)) == [.added, .everyTarget])
        #expect(ReassignmentLaw(isKRaft: nil, versions: nil).rules == Set(Rule.allCases))
    }

    @Test("what a move waits for")
    func needed() {
        let grown = Move(from: [1, 2], to: [1, 2, 3])
        #expect(Rule.everyTarget.needed(grown) == [1, 2, 3])
        #expect(Rule.added.needed(grown) == [3])
        #expect(Rule.addedUnlessFewer.needed(grown) == [3])
        let shrunk = Move(from: [1, 2, 3], to: [1, 2])
        #expect(Rule.everyTarget.needed(shrunk) == [1, 2])
        #expect(Rule.added.needed(shrunk) == [])
        #expect(Rule.addedUnlessFewer.needed(shrunk) == [1, 2])
        #expect(Rule.allCases.allSatisfy { $0.needed(Move(from: [1, 2], to: [2, 1])) == [] })
    }

    @Test("a move that adds what it removes ends only where every target decides")
    func endless() {
        // [1, 2] to [3, 1], then [1, 2] over it: so 4.3.1 listed it, and went on listing it.
        let move = Move(replicas: [1, 2, 3], adding: [3], removing: [3])
        #expect(move.target == [1, 2] && move.cancelled == [1, 2])
        #expect(ReassignmentLaw(rules: [.everyTarget]).canEnd(move) == true)
        #expect(ReassignmentLaw(rules: [.addedUnlessFewer]).canEnd(move) == false)
        #expect(ReassignmentLaw(rules: [.added]).canEnd(move) == false)
        #expect(ReassignmentLaw(rules: [.everyTarget, .addedUnlessFewer]).canEnd(move) == nil)
        #expect(ReassignmentLaw(rules: [.addedUnlessFewer]).canEnd(Move(from: [1, 2], to: [3, 1])) == true)
    }

    @Test("the first release that knows a level of metadata.version, as Kafka's MetadataVersion names them")
    func metadataVersions() {
        let known = [
            (7, Version(3, 3)), (14, Version(3, 6)), (20, Version(3, 8)), (21, Version(3, 9)), (25, Version(4, 0)), (30, Version(4, 3)),
        ]
        for (level, release) in known {
            #expect(MetadataVersion.release(ofLevel: Int16(level)) == release)
        }
        #expect(MetadataVersion.release(ofLevel: 99) == Version(4, 3))
        #expect(MetadataVersion.release(ofLevel: 0) == nil && MetadataVersion.release(ofLevel: .min) == nil)
    }
}
