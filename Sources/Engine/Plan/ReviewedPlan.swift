import Journal

/// A plan that somebody has looked at and said yes to: what `mend plan --output json` ends with and `--plan` takes.
package struct ReviewedPlan: Sendable {
    /// An effect, by its place in the program.
    package struct Effect: Sendable {
        package var path: StatementPath
        package var plan: EffectPlan

        package init(path: StatementPath, plan: EffectPlan) {
            self.path = path
            self.plan = plan
        }
    }

    /// What could not be said when it was made.
    package struct Note: Sendable {
        package var path: StatementPath
        package var text: String

        package init(path: StatementPath, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The id of the cluster that it was made for.
    package var cluster: String
    package var effects: [Effect]
    package var notes: [Note]

    package init(cluster: String, effects: [Effect], notes: [Note]) {
        self.cluster = cluster
        self.effects = effects
        self.notes = notes
    }

    private static let version = 1
    private static let member = "reviewed"

    /// One document, on one line.
    package var json: JSONValue {
        let effects = effects.map { effect -> JSONValue in
            ["path": effect.path.json, "hash": .string(effect.plan.hash), "plan": effect.plan.json]
        }
        let notes = notes.map { note -> JSONValue in ["path": note.path.json, "text": .string(note.text)] }
        return [
            Self.member: ["version": .int(Self.version), "cluster": .string(cluster), "effects": .array(effects), "notes": .array(notes)]
        ]
    }

    /// nil for what is no such document, or one of another version.
    package init?(json: JSONValue) {
        guard let content = json[Self.member], content["version"]?.int == Self.version, let cluster = content["cluster"]?.string,
            let listed = content["effects"]?.array
        else { return nil }
        let effects = listed.compactMap { entry -> Effect? in
            guard let path = entry["path"].flatMap(StatementPath.init(json:)),
                let plan = entry["plan"].flatMap({ try? EffectPlan(json: $0) }),
                entry["hash"]?.string == plan.hash
            else { return nil }
            return Effect(path: path, plan: plan)
        }
        guard effects.count == listed.count else { return nil }
        let notes = (content["notes"]?.array ?? []).compactMap { entry -> Note? in
            guard let path = entry["path"].flatMap(StatementPath.init(json:)), let text = entry["text"]?.string else { return nil }
            return Note(path: path, text: text)
        }
        self.init(cluster: cluster, effects: effects, notes: notes)
    }

    /// The last document of a file that is one: `mend plan --output json` prints others before it.
    package static func read(_ bytes: [UInt8]) -> ReviewedPlan? {
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
            if let json = try? JSONValue.parse(Array(line)), let plan = ReviewedPlan(json: json) { return plan }
        }
        return nil
    }

    /// Where a run keeps it, so that a resume is held to it as well.
    private static let file = "reviewed.json"

    var asFile: RunFile { RunFile(path: Self.file, bytes: json.utf8) }

    /// What a run was begun, or taken up, with; nil: nothing was reviewed.
    static func read(of run: String, in store: any JournalStore) throws(JournalFailure) -> ReviewedPlan? {
        guard let bytes = try store.file(file, of: run) else { return nil }
        guard let plan = read(bytes) else { throw .disk("\(run)/\(file) cannot be understood: what was reviewed is not known") }
        return plan
    }
}
