import Language

/// Lines of a pipe to entries, by the grammar's rule for newlines: an entry goes on while something must follow, and where the next line
/// begins with a clause or a connector. So what changes something ends only when the next line is seen; a `;` at the end of a line ends it at
/// once. What only looks may be taken as soon as it is complete.
struct EntrySplitter {
    /// A text to run, and the line of the input at which it begins, counted from 1.
    struct Entry: Equatable {
        var text: String
        var line: Int
    }

    let effects: Catalog<EffectSignature>
    private var pending = "" {
        didSet { if pending.isEmpty { state = State() } }
    }
    private var state = State()
    private var pendingLine = 1
    private var lineNumber = 0
    /// How much was parsed to find out where entries end, what was parsed again counted again.
    private(set) var bytesRead = 0

    init(effects: Catalog<EffectSignature>) { self.effects = effects }

    /// Takes a line; gives the entries that it ends.
    mutating func add(_ line: String) -> [Entry] {
        lineNumber += 1
        var ready: [Entry] = []
        if !pending.isEmpty, !Self.goesOn(line), isComplete() { ready += finish() }
        if pending.isEmpty {
            if Self.isBlank(line) { return ready }
            pending = line
            pendingLine = lineNumber
        } else {
            pending += "\n" + line
        }
        state.take(line)
        let isMeta = pendingLine == lineNumber && MetaCommand.parse(pending) != nil
        if isMeta || (line.trimmingEnd.hasSuffix(";") && isComplete()) { ready += finish() }
        return ready
    }

    /// Nothing more has come yet: what is complete is an entry, where all that it does is look. An effect is not: a clause that is still on its
    /// way may make its target smaller.
    mutating func takeLook() -> [Entry] {
        guard !pending.isEmpty, !state.changes, isComplete() else { return [] }
        let (tree, _) = Parser.parse(file: SourceFile(id: 0, name: "", text: pending), effects: effects, mode: .entry)
        guard tree.items.allSatisfy(\.onlyLooks) else {
            state.changes = true
            return []
        }
        return finish()
    }

    /// The input has ended: what is left is an entry.
    mutating func finish() -> [Entry] {
        guard !pending.isEmpty else { return [] }
        defer { pending = "" }
        return [Entry(text: pending, line: pendingLine)]
    }

    private mutating func isComplete() -> Bool {
        // What is long and open is read again only when it has doubled, so that a long text is not read once for each of its lines.
        let length = pending.utf8.count
        if state.isOpen, length > Self.alwaysRead, length < 2 * state.lengthRead { return false }
        state.lengthRead = length
        bytesRead += length
        return !Parser.needsMoreInput(SourceFile(id: 0, name: "", text: pending), effects: effects)
    }

    /// Up to so many bytes an entry is read again at each line: what is wrong in it is said at once.
    private static let alwaysRead = 4_096

    /// What is known of the lines of an entry without reading all of them again.
    private struct State {
        private var brackets = 0
        private var endsWithComma = false
        /// The length of the entry when it was read last, in bytes.
        var lengthRead = 0
        /// It is an entry by itself, and changes something: what follows does not make a look of it.
        var changes = false

        /// True where a bracket is open or a comma stands at the end: something has to follow.
        var isOpen: Bool { brackets > 0 || endsWithComma }

        mutating func take(_ line: String) {
            let ends = Parser.ends(ofLine: SourceFile(id: 0, name: "", text: line))
            brackets += ends.brackets
            if let comma = ends.endsWithComma { endsWithComma = comma }
        }
    }

    /// True for a line that belongs to what stands before it, and for one that says nothing.
    static func goesOn(_ line: String) -> Bool {
        guard !isBlank(line) else { return true }
        let text = line.drop { $0 == " " || $0 == "\t" }
        if text.hasPrefix("|") { return true }
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let word = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        if word == "sort" || word == "group" { return words.count > 1 && words[1] == "by" }
        return Words.clauses.contains(word) || Words.connectors.contains(word)
    }

    private static func isBlank(_ line: String) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        return text.isEmpty || text.hasPrefix("#")
    }
}

extension Item {
    /// True for a statement that changes nothing, whatever is made of it.
    fileprivate var onlyLooks: Bool {
        guard case .statement(let statement) = self else { return true }
        return switch statement.kind {
        case .bind, .show, .explain, .require, .note, .expression, .invalid: true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmingEnd: Substring {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }
}
