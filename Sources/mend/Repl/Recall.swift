import Language

/// How an entry comes back from the history: an effect as its plan, so that Ctrl-R and Enter never touch the cluster by themselves, nor
/// allow anybody to.
enum Recall {
    static func form(of entry: String) -> String {
        // What allowed effects yesterday is typed anew today: only the question comes back.
        switch MetaCommand.parse(entry) {
        case .arm: return ":arm"
        case nil: break
        default: return entry
        }
        let file = SourceFile(id: 0, name: "", text: entry)
        let (tree, diagnostics) = Parser.parse(file: file, effects: Vocabulary.schema.effects, mode: .entry)
        guard diagnostics.isEmpty, tree.items.count == 1, case .statement(let statement) = tree.items[0], case .effect = statement.kind
        else { return entry }
        return "plan " + entry.drop { $0.isWhitespace }
    }
}
