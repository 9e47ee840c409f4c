import Language

/// An effect's phrase as people read it: `elect [preferred|unclean] [for QUERY] [staged N [every D]] …`.
enum PhraseText {
    static func usage(of effect: EffectSignature) -> String {
        let options = OptionKind.allCases.filter { effect.options.contains($0) }.map { "[\(text(of: $0))]" }
        return ([effect.verb] + effect.phrase.map(text) + options).joined(separator: " ")
    }

    static func describe(_ effectClass: EffectClass) -> String {
        switch effectClass {
        case .reversible: "can be undone"
        case .irreversible: "cannot be undone: stands in an approve block"
        case .depends: "depends on its words and on the plan"
        case .outside: "touches nothing of the cluster"
        }
    }

    private static func text(_ element: PhraseElement) -> String {
        switch element {
        case .word(let word): word
        case .keyword(_, let words, let standard):
            standard == nil ? words.joined(separator: "|") : "[\(words.joined(separator: "|"))]"
        case .slot(_, let kind): text(of: kind)
        case .optional(let elements): "[\(elements.map(text).joined(separator: " "))]"
        case .choice(let choices): choices.map { $0.map(text).joined(separator: " ") }.joined(separator: " | ")
        }
    }

    private static func text(of kind: SlotKind) -> String {
        switch kind {
        case .query(let targets): targets.map(\.name).joined(separator: "|").uppercased()
        case .sum(let type), .postfix(let type): "\(type)".uppercased()
        case .entries: "{ KEY: VALUE, … }"
        case .keys: "{ KEY, … }"
        case .position: "to latest|earliest|offset N|TIME | by N | from saved"
        default: "EXPRESSION"
        }
    }

    private static func text(of option: OptionKind) -> String {
        switch option {
        case .staged: "staged N [every D]"
        case .throttle: "throttle RATE"
        case .unthrottled: "unthrottled"
        case .hold: "hold while CONDITION"
        case .within: "within D"
        case .into: "into NAME"
        case .giveBack: "give back at end|when CONDITION|after D"
        case .forGood: "for good"
        }
    }
}
