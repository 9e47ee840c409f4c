/// The words of a JAAS configuration, cut as Kafka cuts them: `java.io.StreamTokenizer` with `-`, `_` and `$` as letters and both kinds of
/// comments, of `org.apache.kafka.common.security.JaasConfig`. There a bare `/` begins a comment, too, and a bare number is no text.
struct JAASTokenizer {
    enum Token: Equatable {
        /// A bare word or a quoted text.
        case text(String)
        /// What begins with a digit, `-` or `.`, which the tokenizer takes for a number.
        case number
        case symbol(Unicode.Scalar)
    }

    enum Fault: Error, Equatable {
        /// A quote that its line does not close.
        case openQuote
    }

    private let scalars: [Unicode.Scalar]
    private var offset = 0
    /// True once a `/` outside of quotes began a comment that ran to the end of the line.
    private(set) var hasSlashComment = false

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The next token; nil at the end.
    mutating func next() throws(Fault) -> Token? {
        while let scalar = peek {
            if scalar.value <= 0x20 {
                offset += 1
            } else if scalar == "/" {
                skipComment()
            } else if scalar.isNumeric {
                return number()
            } else if scalar.isLetter {
                return word()
            } else if scalar == "\"" || scalar == "'" {
                return .text(try quoted(by: scalar))
            } else {
                offset += 1
                return .symbol(scalar)
            }
        }
        return nil
    }

    private var peek: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    private mutating func skipComment() {
        offset += 1
        if peek == "*" {
            offset += 1
            while offset < scalars.count {
                if scalars[offset] == "*", offset + 1 < scalars.count, scalars[offset + 1] == "/" {
                    offset += 2
                    return
                }
                offset += 1
            }
            return
        }
        hasSlashComment = true
        // The character behind the `/` is read before the end of the line is looked for, in Java too: a `/` that ends a line hides the next.
        offset += 1
        while let scalar = peek, scalar != "\n", scalar != "\r" { offset += 1 }
    }

    /// A number of the tokenizer: digits and one point after an optional minus. A minus without a digit behind it is a symbol.
    private mutating func number() -> Token {
        if peek == "-" {
            offset += 1
            guard let next = peek, next == "." || next.isDigit else { return .symbol("-") }
        }
        var points = 0
        while let scalar = peek, scalar.isDigit || (scalar == "." && points == 0) {
            if scalar == "." { points += 1 }
            offset += 1
        }
        return .number
    }

    private mutating func word() -> Token {
        var text = String.UnicodeScalarView()
        while let scalar = peek, scalar.isLetter || scalar.isNumeric {
            text.append(scalar)
            offset += 1
        }
        return .text(String(text))
    }

    private mutating func quoted(by quote: Unicode.Scalar) throws(Fault) -> String {
        offset += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek {
            offset += 1
            if scalar == quote { return String(text) }
            if scalar == "\n" || scalar == "\r" { break }
            if scalar == "\\" { text.append(try escaped()) } else { text.append(scalar) }
        }
        throw .openQuote
    }

    /// What stands behind a backslash inside quotes: C's letters, up to three octal digits, else the character itself.
    private mutating func escaped() throws(Fault) -> Unicode.Scalar {
        guard let scalar = peek else { throw .openQuote }
        offset += 1
        switch scalar {
        case "a": return "\u{07}"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "0"..."7":
            var value = scalar.value - 0x30
            let longest = scalar <= "3" ? 2 : 1
            for _ in 0..<longest {
                guard let next = peek, ("0"..."7").contains(next) else { break }
                value = value << 3 | (next.value - 0x30)
                offset += 1
            }
            return Unicode.Scalar(UInt8(truncatingIfNeeded: value))
        default: return scalar
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    /// Begins a number, and goes on in a word.
    fileprivate var isNumeric: Bool { isDigit || self == "." || self == "-" }
    fileprivate var isLetter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" || self == "$" || self == "-" || value >= 0xA0
    }
}
