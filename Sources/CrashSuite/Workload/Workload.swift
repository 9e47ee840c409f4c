import Engine
import KafkaLab
import Language

/// A runbook, the cluster in which it runs, and what there is to compare.
package struct Workload: Sendable {
    package var name: String
    package var program: CheckedProgram
    package var setting: LabSetting
    package var parameters: [NameKey: Value]
    /// True where the run is taken back after it has ended, and the undoing is what is disturbed.
    package var isUndone = false
    /// Groups whose committed offsets are compared.
    package var offsetsOf: [String] = []
    /// How long the cluster is given at the end to come to rest, milliseconds.
    package var settleMs = 0
    /// What edits that add a note to a step add to the journal.
    package let addedStatements: Set<String>
    /// True where the runbook catches failures: a fault of the cluster may lead it another way.
    package var catchesFaults = false
    /// What is the same in two things whose details depend on the hour at which they were asked for.
    package var plain: @Sendable (String) -> String = { $0 }
    /// A text that must not be in any file, where the workload has a secret.
    package var canary: String?
    /// Changes in the cluster what its question was answered for; nil: nothing is asked.
    package var drift: (@Sendable (LabCluster) -> Void)?
    /// The first of its answers that this makes void, counted from 1.
    package var driftsFrom = 1
    /// The row of the matrix that it is for, whatever disturbs it; nil: what disturbs it decides.
    package var row: Int?
    /// The parameter whose text it is.
    package static let secretName = "token"

    package init(
        _ name: String, _ text: String, in setting: LabSetting = .quiet, parameters: [NameKey: Value] = [:], isUndone: Bool = false,
        offsetsOf groups: [String] = []
    ) {
        self.init(name, bytes: Array(text.utf8), in: setting, parameters: parameters)
        self.isUndone = isUndone
        offsetsOf = groups
    }

    package init(_ name: String, bytes: [UInt8], in setting: LabSetting, parameters: [NameKey: Value]) {
        self.name = name
        self.setting = setting
        self.parameters = parameters
        program = ProgramText.check(bytes, name: "\(name).runbook")
        addedStatements = Set(
            [program.steps.first, program.steps.last].compactMap { $0 }.map { step in
                "finished \(StatementPath(step: step.title).child(step.body.statements.count))"
            })
    }

    /// The runbook's text.
    package var text: [UInt8] { program.program.main.file.bytes }

    package var request: RunRequest {
        RunRequest(program: program, schema: ProgramText.schema, parameters: parameters, file: "\(name).runbook")
    }

    /// The file as it ran, and as it still stands.
    package var texts: ResumeTexts {
        ResumeTexts(schema: ProgramText.schema, check: { [program] _ in program }, current: { [program] _ in program })
    }
}
