import Language

/// Lines as people write them who come from SQL, a shell, Kafka's own tools: each with the line to type here.
///
/// It guesses by words; whether the guess is a line of the language is for the checker to say (`line(for:isLine:)`).
package struct ForeignForms {
    /// Names of sources: `topics`.
    private let sources: [String]

    package init(sources: [String]) { self.sources = sources }

    /// The line to type instead; nil where none is known.
    /// - Parameter isLine: Whether a text parses and checks.
    package func line(for text: String, isLine: (String) -> Bool) -> String? {
        var line = text.trimmingBlanks
        while line.hasSuffix(";") { line = String(line.dropLast()).trimmingBlanks }
        guard !line.isEmpty, line.utf8.count <= Self.longest, !line.contains("\n") else { return nil }
        var candidates = [command(line), tool(line), shown(line), query(line)].compactMap { $0 }
        candidates.append(rewritten(line))
        for candidate in candidates {
            for guess in [candidate, rewritten(candidate), quoted(rewritten(candidate))] where guess != text && isLine(guess) {
                return guess
            }
        }
        return nil
    }

    /// Nobody types more by hand.
    private static let longest = 1000

    // MARK: - Commands of other prompts

    /// Of psql, SQLite, MySQL, and shells.
    private static let commands: [String: String] = [
        "\\q": ":quit", ".quit": ":quit", ".exit": ":quit", ":q!": ":quit", "bye": ":quit", "logout": ":quit",
        "\\d": "help", "\\dt": "help", "\\?": "help", "\\h": "help", ".tables": "help", ".help": "help", ".schema": "help",
        "show tables": "help", "show databases": "cluster", "dir": "topics", "use": "help", "man": "help",
        "\\x": ":x", ".mode json": ":format json", ".mode csv": ":format csv", "whoami": "cluster",
    ]

    private func command(_ line: String) -> String? {
        if let known = Self.commands[line.lowercased()] ?? ForeignLines.words[line.lowercased()] { return known }
        let words = line.words
        if words.count == 2, ["\\d", ".schema", "man", "info"].contains(words[0]) { return "help \(words[1])" }
        return nil
    }

    // MARK: - Kafka's own tools

    private func tool(_ line: String) -> String? {
        let words = line.words
        guard let first = words.first else { return nil }
        let name = first.split(separator: "/").last.map(String.init)?.droppingSuffix(".sh") ?? first
        func value(_ option: String) -> String? {
            words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        func has(_ option: String) -> Bool { words.contains(option) }
        switch name {
        case "kafka-topics":
            if let flag = ForeignLines.flags.first(where: { has("--\($0.name)") }) { return flag.line }
            if let topic = value("--topic") { return "partitions where topic == \(Self.literal(topic))" }
            return has("--describe") ? "partitions" : "topics"
        case "kafka-consumer-groups", "kafka-groups":
            if let group = value("--group") {
                return has("--members") ? "members where group == \(Self.literal(group))" : "lags where group == \(Self.literal(group))"
            }
            return has("--describe") ? "lags" : "groups"
        case "kafka-configs":
            if let entity = value("--entity-name") { return "configs where resource == \(Self.literal(entity))" }
            return "configs"
        case "kafka-reassign-partitions": return "reassignments"
        case "kafka-log-dirs": return "logDirs"
        case "kafka-leader-election": return "elect preferred for partitions where leader != preferredLeader"
        case "kafka-metadata-quorum": return "quorum"
        case "kafka-broker-api-versions", "kafka-cluster": return "brokers"
        case "kafka-get-offsets": return "offsets"
        case "kcat", "kafkacat": return has("-L") ? "partitions" : nil
        default: return nil
        }
    }

    // MARK: - describe, list, get

    private static let nouns = [
        "topic": "topics", "topics": "topics", "group": "groups", "groups": "groups", "broker": "brokers", "brokers": "brokers",
        "consumergroup": "groups", "node": "brokers", "nodes": "brokers",
    ]

    private func shown(_ line: String) -> String? {
        var words = line.words
        guard let verb = words.first?.lowercased(), ["describe", "desc", "list", "get", "ls", "inspect", "info"].contains(verb) else {
            return nil
        }
        words.removeFirst()
        guard let first = words.first?.lowercased() else { return "topics" }
        if words.count == 1 {
            if let source = Self.nouns[first] { return source }
            return sources.contains(first) ? first : "topic \(Self.literal(words[0]))"
        }
        guard words.count == 2, let source = Self.nouns[first] else { return nil }
        switch source {
        case "brokers": return "broker \(words[1])"
        case "groups": return "group \(Self.literal(words[1]))"
        default: return "topic \(Self.literal(words[1]))"
        }
    }

    // MARK: - SQL

    /// `select a, b from t where c order by d desc limit 5`.
    private func query(_ line: String) -> String? {
        let pieces = Piece.all(of: line)
        guard pieces.first?.isWord("select") == true, let from = pieces.firstIndex(where: { $0.isWord("from") }), from + 1 < pieces.count
        else { return nil }
        let table = pieces[from + 1].text
        let source = sources.contains(table) ? table : Self.nouns[table.lowercased()] ?? table
        var sections: [(word: String, pieces: ArraySlice<Piece>)] = []
        var index = from + 2
        while index < pieces.count {
            let word = pieces[index].text.lowercased()
            guard ["where", "group", "order", "limit"].contains(word) else { return nil }
            let rest = pieces[(index + 1)...]
            let end = rest.firstIndex { ["group", "order", "limit"].contains($0.text.lowercased()) } ?? pieces.count
            sections.append((word, pieces[(index + 1)..<end]))
            index = end
        }
        func section(_ word: String) -> String? { sections.first { $0.word == word }.map { Piece.text(of: $0.pieces) } }
        func afterBy(_ word: String) -> String? { section(word).map { $0.lowercased().hasPrefix("by ") ? String($0.dropFirst(3)) : $0 } }
        let columns = Piece.text(of: pieces[1..<from])
        let condition = section("where").map { " where \($0)" } ?? ""
        if columns.lowercased().filter({ $0 != " " }) == "count(*)", afterBy("group") == nil { return "count(\(source)\(condition))" }
        var text = source + condition
        if let keys = afterBy("group") {
            text += " group by \(keys) select \(columns)"
        } else if let order = afterBy("order") {
            text += " sort by \(order)"
            if columns != "*" { text += " select \(columns)" }
        } else if columns != "*" {
            text += " select \(columns)"
        }
        if afterBy("group") != nil, let order = afterBy("order") { text += " sort by \(order)" }
        if let limit = section("limit") { text += " take \(limit)" }
        return text
    }

    // MARK: - Words inside a line

    private static let lengths: Set<String> = ["length", "len", "size"]
    private static let counts: Set<String> = ["count", "length", "size", "len"]
    /// Units as words: what stands behind the digits here.
    private static let units: [String: String] = [
        "day": "d", "days": "d", "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "minute": "m", "minutes": "m", "min": "m", "mins": "m",
        "second": "s", "seconds": "s", "sec": "s", "secs": "s", "d": "d", "h": "h", "s": "s", "ms": "ms", "millis": "ms",
        "b": "B", "bytes": "B", "kb": "kB", "mb": "MB", "gb": "GB", "tb": "TB", "kib": "KiB", "mib": "MiB", "gib": "GiB", "tib": "TiB",
        "percent": "%", "k": "k", "million": "M", "millions": "M",
    ]

    /// The line with each form that is known put as it is here; the same where there is none.
    private func rewritten(_ line: String) -> String {
        var pieces = Piece.all(of: Self.withTimes(Self.withoutCommas(line)))
        var index = 0
        while index < pieces.count {
            let next = index + 1 < pieces.count ? pieces[index + 1] : nil
            let isFirst = index == 0
            switch pieces[index].text.lowercased() {
            case "order" where next?.isWord("by") == true: pieces[index].text = "sort"
            case "limit" where next?.isNumber == true, "head" where next?.isNumber == true, "top" where next?.isNumber == true:
                pieces[index].text = "take"
            case "like", "ilike":
                guard let pattern = next, pattern.isText else { break }
                pieces[index].text = "~"
                pieces[index + 1].text = pattern.text.map { $0 == "%" ? "*" : $0 == "_" ? "?" : $0 == "'" ? "\"" : String($0) }.joined()
            case "=": pieces[index].text = "=="
            case "<>": pieces[index].text = "!="
            case "&&": pieces[index].text = "and"
            case "||": pieces[index].text = "or"
            case "|" where next.map { Words.clauses.contains($0.text) } == true: pieces.remove(at: index)
            case "|" where next?.isWord("head") == true && index + 2 >= pieces.count:
                pieces.replaceSubrange(index..., with: [Piece("take", spaced: true), Piece("10", spaced: true)])
            case "|" where next?.isWord("wc") == true:
                let counted = Piece.text(of: pieces[..<index])
                return "count(\(counted))"
            case "|" where next?.isWord("grep") == true && index + 3 == pieces.count:
                let word = pieces[index + 2].text.filter { $0 != "\"" && $0 != "'" }
                let key = pieces.first?.text == "topics" ? "name" : pieces.first?.text == "groups" ? "id" : "topic"
                pieces.replaceSubrange(index..., with: Piece.all(of: " where \(key) ~ \"*\(word)*\""))
            case let word where Self.lengths.contains(word) && next?.text == "(": pieces[index].text = "count"
            case ".":
                guard let field = next, Self.counts.contains(field.text.lowercased()), index > 0, pieces[index - 1].isName else { break }
                // `isr.count` and `isr.size()`.
                let called = index + 3 < pieces.count && pieces[index + 2].text == "(" && pieces[index + 3].text == ")"
                let name = pieces[index - 1]
                pieces.replaceSubrange(
                    (index - 1)...(index + (called ? 3 : 1)), with: [Piece("count(\(name.text))", spaced: name.isSpaced)])
            default:
                if pieces[index].isNumber, let unit = next, unit.isSpaced, let short = Self.units[unit.text.lowercased()] {
                    pieces[index].text += short
                    pieces.remove(at: index + 1)
                } else if pieces[index].isNumber, let unit = next, unit.isSpaced, unit.isWord("weeks") || unit.isWord("week"),
                    let weeks = Int(pieces[index].text), weeks <= 1000
                {
                    pieces[index].text = "\(weeks * 7)d"
                    pieces.remove(at: index + 1)
                } else if isFirst, pieces[index].isName, sources.contains(pieces[index].text.lowercased()) {
                    pieces[index].text = sources.first { $0 == pieces[0].text.lowercased() } ?? pieces[index].text
                } else if pieces[index].isName, Words.clauses.contains(pieces[index].text.lowercased()) {
                    pieces[index].text = pieces[index].text.lowercased()
                }
            }
            index += 1
        }
        return Piece.text(of: pieces[...])
    }

    /// Bare words behind a comparison as texts: `topic == t1`.
    private func quoted(_ line: String) -> String {
        var pieces = Piece.all(of: line)
        for index in pieces.indices where ["==", "!=", "~"].contains(pieces[index].text) && index + 1 < pieces.count {
            let follows = index + 2 < pieces.count ? pieces[index + 2].text : ""
            guard pieces[index + 1].isName, follows != "(", follows != "." else { continue }
            pieces[index + 1].text = Self.literal(pieces[index + 1].text)
        }
        return Piece.text(of: pieces[...])
    }

    /// `1,000` is `1000`: groups of three digits, not a list.
    private static func withoutCommas(_ line: String) -> String {
        var bytes = Array(line.utf8)
        func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index]) }
        var index = 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ","), isDigit(index - 1), isDigit(index + 1), isDigit(index + 2), isDigit(index + 3),
                !isDigit(index + 4)
            {
                bytes.remove(at: index)
            }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2025-12-01T00:30:00Z`, bare or as a text, is a time with `@`.
    private static func withTimes(_ line: String) -> String {
        line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let bare = word.filter { $0 != "\"" && $0 != "'" }
            let bytes = Array(bare.utf8)
            guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
                bytes[..<4].allSatisfy({ (0x30...0x39).contains($0) })
            else { return String(word) }
            return "@" + bare
        }.joined(separator: " ")
    }

    private static func literal(_ text: String) -> String {
        let bare = text.filter { $0 != "\"" && $0 != "'" }
        return bare.contains("{") || bare.contains("\\") ? "'\(bare)'" : "\"\(bare)\""
    }
}

/// A word, a number, a text or a symbol of a line that need not be of the language.
private struct Piece {
    var text: String
    /// True where a blank stands before it.
    var isSpaced: Bool

    init(_ text: String, spaced: Bool) {
        self.text = text
        isSpaced = spaced
    }

    var isText: Bool { text.hasPrefix("\"") || text.hasPrefix("'") }
    var isNumber: Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") } }
    var isName: Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return first == "_" || first.properties.isAlphabetic
    }
    func isWord(_ word: String) -> Bool { text.lowercased() == word }

    static func text(of pieces: ArraySlice<Piece>) -> String {
        pieces.enumerated().map { ($0.offset > 0 && $0.element.isSpaced ? " " : "") + $0.element.text }.joined()
    }

    static func all(of line: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line[...]
        while !rest.isEmpty {
            let blanks = rest.prefix { $0 == " " || $0 == "\t" }
            rest = rest.dropFirst(blanks.count)
            guard !rest.isEmpty else { break }
            pieces.append(next(of: &rest, spaced: !blanks.isEmpty))
        }
        return pieces
    }

    private static func next(of rest: inout Substring, spaced: Bool) -> Piece {
        func take(_ count: Int) -> Piece {
            defer { rest = rest.dropFirst(count) }
            return Piece(String(rest.prefix(count)), spaced: spaced)
        }
        guard let first = rest.first else { return Piece("", spaced: spaced) }
        if first == "\"" || first == "'" {
            let inside = rest.dropFirst().prefix { $0 != first }
            return take(min(inside.count + 2, rest.count))
        }
        if first == "@" { return take(rest.prefix { $0 != " " }.count) }
        if first.isNumber { return take(rest.prefix { $0.isNumber || $0.isLetter || $0 == "." || $0 == "%" }.count) }
        if first.isLetter || first == "_" { return take(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count) }
        for symbol in ["==", "!=", "<=", ">=", "<>", "&&", "||", ".."] where rest.hasPrefix(symbol) { return take(2) }
        return take(1)
    }
}

extension String {
    fileprivate var words: [String] { split { $0 == " " || $0 == "\t" }.map(String.init) }

    fileprivate var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\r"]
        let start = drop { blanks.contains($0) }
        return String(start.reversed().drop { blanks.contains($0) }.reversed())
    }

    fileprivate func droppingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
