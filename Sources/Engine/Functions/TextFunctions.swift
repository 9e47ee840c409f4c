import Language

/// `lower upper length split join`.
enum TextFunctions {
    static func lower(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try text(arguments[0], "lower", site) { .text($0.lowercased()) }
    }

    static func upper(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try text(arguments[0], "upper", site) { .text($0.uppercased()) }
    }

    static func length(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try text(arguments[0], "length", site) { .int($0.count) }
    }

    static func split(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        if case .unknown = arguments[1] { return arguments[1] }
        guard case .text(let separator) = arguments[1], !separator.isEmpty else {
            throw site.fault("`split` takes the text between the pieces")
        }
        return try text(arguments[0], "split", site) { whole in
            var pieces: [Value] = []
            var rest = whole[...]
            while let range = rest.firstRange(of: separator) {
                pieces.append(.text(String(rest[..<range.lowerBound])))
                rest = rest[range.upperBound...]
            }
            return .list(ListValue(pieces + [.text(String(rest))]))
        }
    }

    static func join(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        if case .unknown = arguments[1] { return arguments[1] }
        guard case .text(let separator) = arguments[1] else { throw site.fault("`join` takes the text to stand between") }
        switch arguments[0] {
        case .unknown, .null: return arguments[0]
        case .list(let list), .set(let list):
            if let cause = list.missing.first { return .unknown(cause) }
            var pieces: [String] = []
            var length = 0
            for element in list.elements {
                if case .unknown = element { return element }
                let piece = DisplayForm.exact(element) ?? DisplayForm.text(element)
                // Before it is put together: a long separator makes of a short list what has no room.
                length += piece.utf8.count + separator.utf8.count
                try site.evaluation.checkText(length - separator.utf8.count, site.span)
                pieces.append(piece)
            }
            return .text(pieces.joined(separator: separator))
        default: throw site.fault("`join` takes a list, and this is \(Comparison.kind(arguments[0]))")
        }
    }

    private static func text(
        _ value: Value, _ name: String, _ site: CallSite, _ function: (String) -> Value
    ) throws(EvaluationFailure) -> Value {
        switch value {
        case .unknown, .null: return value
        case .text(let text): return function(text)
        default: throw site.fault("`\(name)` takes a text, and this is \(Comparison.kind(value))")
        }
    }
}
