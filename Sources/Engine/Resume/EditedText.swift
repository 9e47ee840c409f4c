import Language

/// The text of a program by its parts, a statement a line: what diffs are made of.
struct EditedText: Sendable {
    private let files: [Int32: NormalText]

    init(_ program: CheckedProgram, effects: Catalog<EffectSignature>) {
        files = Dictionary(program.program.trees.map { ($0.file.id, NormalText($0.file, effects: effects)) }) { $1 }
    }

    /// The lines of a part; none where there is no such part.
    func lines(_ span: Span?) -> [String] { span.flatMap { files[$0.file]?.lines($0) } ?? [] }
}

extension CheckedProgram {
    /// The step that a run knows under this name: by its name, else by its `was`.
    func step(known name: String) -> Step? {
        steps.first { $0.title == name } ?? steps.first { $0.was?.plain == name }
    }

    /// Whether a part of the text uses a parameter of the runbook; `params`, which stands for all of them, counts.
    func uses(parameter name: String, in span: Span) -> Bool {
        findings.resolution.contains { place, resolution in
            guard place.file == span.file, place.start >= span.start, place.end <= span.end else { return false }
            return resolution == .parameter(name) || resolution == .columnParameter(name) || resolution == .parameters
        }
    }
}

extension Block {
    /// True where it calls one of these actions, however deep.
    func uses(_ actions: Set<NameKey>) -> Bool {
        guard !actions.isEmpty else { return false }
        return statements.contains { statement in
            if case .perform(let name, _) = statement.kind, actions.contains(name.text) { return true }
            return statement.blocks.contains { $0.uses(actions) }
        }
    }
}

extension ActionDefinition {
    /// Its help is a comment: it does not count.
    var withoutHelp: ActionDefinition {
        var copy = self
        copy.help = []
        copy.parameters = copy.parameters.map(\.withoutHelp)
        return copy
    }
}

extension FunctionDefinition {
    /// Its help is a comment: it does not count.
    var withoutHelp: FunctionDefinition {
        var copy = self
        copy.help = []
        copy.parameters = copy.parameters.map(\.withoutHelp)
        return copy
    }
}

extension Parameter {
    fileprivate var withoutHelp: Parameter {
        var copy = self
        copy.help = []
        return copy
    }
}
