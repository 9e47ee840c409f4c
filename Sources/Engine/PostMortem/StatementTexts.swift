import Language

/// Finds the text of a statement by its path, in the program as it was last recorded.
struct StatementTexts {
    private let program: CheckedProgram
    private let texts: ProgramTexts

    init(_ program: CheckedProgram) {
        self.program = program
        texts = ProgramTexts(program.program)
    }

    /// The statement's text on one line; nil where the path leads nowhere, or where the text that ran was another one.
    func text(_ path: StatementPath, _ state: RunState) -> String? {
        guard let statement = statement(path) else { return nil }
        // The file may have been edited since: what is finished keeps the hash of what ran.
        if let done = state.finished[path] {
            guard ContentHash.isKept(done.hash, of: statement) else { return nil }
        } else {
            guard let name = path.parts.first, let step = program.step(known: name), let kept = state.steps[name]?.hash,
                ContentHash.isKept(kept, of: step)
            else { return nil }
        }
        return texts.text(statement.span)
    }

    /// The condition of a `wait` or `require`, on one line.
    func condition(_ path: StatementPath, _ state: RunState) -> String? {
        guard text(path, state) != nil, let statement = statement(path) else { return nil }
        switch statement.kind {
        case .wait(let wait): return texts.text(wait.condition.span)
        case .require(let require): return texts.text(require.condition.span)
        default: return nil
        }
    }

    private func statement(_ path: StatementPath) -> Statement? {
        let parts = path.parts
        guard let name = parts.first, let step = program.step(known: name) else { return nil }
        switch parts.dropFirst().first {
        case "verify": return step.verify.flatMap { find(parts.dropFirst(2), in: $0) }
        case "undo": return step.undo.flatMap { find(parts.dropFirst(2), in: $0) }
        default: return find(parts.dropFirst(), in: step.body)
        }
    }

    private func find(_ parts: ArraySlice<String>, in block: Block) -> Statement? {
        guard let number = parts.first.flatMap({ Int($0) }), block.statements.indices.contains(number) else { return nil }
        let statement = block.statements[number]
        let rest = parts.dropFirst()
        guard let part = rest.first else { return statement }
        return self.block(part, of: statement).flatMap { find(rest.dropFirst(), in: $0) }
    }

    /// The block that a part of a path names: the names are those that the interpreter gives.
    private func block(_ part: String, of statement: Statement) -> Block? {
        switch statement.kind {
        case .branch(let branch): Self.way(part, of: branch)
        case .loop(_, in: _, let block), .retry(times: _, every: _, let block): block
        case .confirm(_, let block): block
        case .approve(_, type: _, let block): block
        case .attempt(let block, catches: _, error: _, let handler): part == "catch" ? handler : block
        case .perform(let name, _): part == "do" ? program.actions[name.text]?.definition.body : nil
        case .wait(let wait):
            switch wait.otherwise {
            case .block(let block)?: block
            case .ask(_, let arms)?: Int(part).flatMap { arms.indices.contains($0) ? arms[$0].block : nil }
            case nil: nil
            }
        default: nil
        }
    }

    private static func way(_ part: String, of branch: Statement.Branch) -> Block? {
        var current = branch
        var number = 0
        while true {
            if part == (number == 0 ? "then" : "then\(number)") { return current.then }
            switch current.otherwise {
            case .branch(let next, _):
                current = next
                number += 1
            case .block(let block)?: return part == "else" ? block : nil
            case nil: return nil
            }
        }
    }
}

extension Statement.Arm {
    fileprivate var block: Block? { if case .block(let block) = action { block } else { nil } }
}

extension StatementPath {
    /// The parts of the path as they were before they were joined.
    var parts: [String] {
        text.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.contains("~") else { return String(part) }
            var plain = ""
            var isEscape = false
            for character in part {
                if isEscape { plain.append(character == "1" ? "/" : "~") } else if character != "~" { plain.append(character) }
                isEscape = !isEscape && character == "~"
            }
            return plain
        }
    }

    /// The step it belongs to, by the name that the journal knows; for an inverse, that of what it takes back.
    var stepName: String {
        let parts = parts
        if parts.count > 1, parts[0] == "undo", Int(parts[1]) == nil { return parts[1] }
        return parts.first ?? text
    }
}
