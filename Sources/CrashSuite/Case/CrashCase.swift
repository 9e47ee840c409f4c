/// One workload, with what goes wrong in each of its processes.
package struct CrashCase: Hashable, Sendable, CustomStringConvertible {
    package var workload: String
    /// By process, from the first; nil: nothing goes wrong in it. Processes after these are not disturbed.
    package var points: [CrashPoint?]
    /// Whether a process waits until an effect in doubt can be told, or ends and is begun again later.
    package var isPatient = true
    /// Who answers, until a process has ended for want of an answer; later ones are run with `--yes`.
    package var answers: Answers = .yes
    /// What somebody does between the first process that is disturbed and the next.
    package var between: Interlude = .nothing

    package enum Answers: String, Sendable, CaseIterable {
        /// `--yes`, and every approval.
        case yes
        /// No terminal, and nothing on the command line.
        case unanswered
        /// A terminal, at which the input ends.
        case silent
    }

    /// What happens while no process is there.
    package enum Interlude: String, Sendable, CaseIterable {
        case nothing
        /// Five minutes pass.
        case pause
        /// Comments and blank lines are put into the file.
        case reformatted
        /// A note is put at the end of the last step.
        case extended
        /// A step is put before the first: where that has begun, the run must not go on by itself.
        case inserted
        /// The same, and somebody at a terminal says that it may.
        case agreed
        /// A note is put at the end of the first step.
        case touched
        /// The first step has another name, and says what it was.
        case renamed
        /// The first step is taken out.
        case removed
        /// The run is taken up on another host.
        case otherHost
        /// That host's clock is an hour ahead.
        case clockAhead
        /// An hour behind.
        case clockBehind
        /// The next process finds another cluster at the addresses.
        case otherCluster
        /// Another process drives the run.
        case locked
        /// The journal has a record of a newer version at its end.
        case newer
        /// Whoever takes the run up has not given its secret.
        case forgotten
        /// Somebody else moves a partition that the run has asked for, or would ask for.
        case foreign
        /// What was answered for has changed: it must be asked again.
        case drifted

        /// True where the file is another one.
        var isEdit: Bool { [.reformatted, .extended, .inserted, .agreed, .touched, .renamed, .removed].contains(self) }
    }

    package init(
        _ workload: String, _ points: [CrashPoint?], isPatient: Bool = true, answers: Answers = .yes, between: Interlude = .nothing
    ) {
        self.workload = workload
        self.points = points
        self.isPatient = isPatient
        self.answers = answers
        self.between = between
    }

    /// `s7:after,w3:half` and what else is not as usual: what `--point` takes.
    package var point: String {
        var text = points.map { $0?.description ?? "-" }.joined(separator: ",")
        if !isPatient { text += "+hasty" }
        if answers != .yes { text += "+\(answers.rawValue)" }
        if between != .nothing { text += "+\(between.rawValue)" }
        return text
    }

    package var description: String { "\(workload) \(point)" }

    /// Reads what `point` writes; nil where it is none.
    package init?(_ workload: String, point: String) {
        self.init(workload, [])
        let parts = point.split(separator: "+")
        guard let first = parts.first else { return nil }
        for text in first.split(separator: ",") {
            guard text != "-" else {
                points.append(nil)
                continue
            }
            guard let read = CrashPoint(text) else { return nil }
            points.append(read)
        }
        for part in parts.dropFirst() {
            if part == "hasty" {
                isPatient = false
            } else if let interlude = Interlude(rawValue: String(part)) {
                between = interlude
            } else if let given = Answers(rawValue: String(part)) {
                answers = given
            } else {
                return nil
            }
        }
    }
}
