extension Statement {
    /// The blocks inside it.
    package var blocks: [Block] {
        switch kind {
        case .confirm(_, let inner): inner.map { [$0] } ?? []
        case .approve(_, _, let inner): [inner]
        case .branch(let branch): branch.blocks
        case .loop(_, _, let body), .retry(_, _, let body): [body]
        case .attempt(let body, _, _, let handler): [body, handler]
        case .wait(let wait):
            switch wait.otherwise {
            case .block(let inner)?: [inner]
            case .ask(_, let arms)?: arms.compactMap { if case .block(let inner) = $0.action { inner } else { nil } }
            case nil: []
            }
        default: []
        }
    }

    /// All statements inside it, at any depth.
    package var nested: [Statement] {
        blocks.flatMap(\.statements).flatMap { [$0] + $0.nested }
    }
}

extension Block {
    /// How many levels of statements it has.
    package var levels: Int { 1 + (statements.map { $0.blocks.map(\.levels).max() ?? 0 }.max() ?? 0) }
}

extension Statement.Branch {
    var blocks: [Block] {
        switch otherwise {
        case .branch(let next, _)?: [then] + next.blocks
        case .block(let inner)?: [then, inner]
        case nil: [then]
        }
    }
}
