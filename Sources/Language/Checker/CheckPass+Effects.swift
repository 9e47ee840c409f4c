/// How an effect stands in the text.
enum EffectUse {
    case statement, plan, explain
}

extension CheckPass {
    /// An effect: its target, slots and options, and the rules of the place where it stands. Nil where it is not in this version.
    @discardableResult
    func check(_ effect: Effect, use: EffectUse) -> EffectSignature? {
        guard let signature = effects[effect.id] else {
            for inner in effect.children { _ = expression(inner, allowsSecret: true) }
            return nil
        }
        guard signature.availability == .built else {
            refuseLater("the effect `\(signature.id)`", effect.verb.span)
            return nil
        }
        let elements = signature.phrase.allElements
        let before = errorCount
        var target: Typed?
        for (name, kind) in elements.slots {
            guard let value = effect.slots[name] else { continue }
            let made = slot(value, kind, signature)
            if case .query = kind, target == nil { target = made }
        }
        if target == nil { missingTarget(effect, signature, elements) }
        if errorCount == before, let target { how(effect, signature, target) }
        options(of: effect, signature, use)
        if use == .statement {
            verbs.append(VerbUse(verb: signature.verb, span: effect.verb.span))
            place(effect, signature)
        }
        return signature
    }

    // MARK: what fills the slots

    private func slot(_ value: SlotValue, _ kind: SlotKind, _ signature: EffectSignature) -> Typed? {
        switch (value, kind) {
        case (.expression(let inner), .query(let targets)):
            let table = expression(inner)
            fit(table, targets, inner.span, signature)
            return table
        case (.expression(let inner), .sum(let type)), (.expression(let inner), .postfix(let type)),
            (.expression(let inner), .expression(let type)):
            if type == .bool {
                gate(inner, "`\(signature.verb)`")
            } else {
                slotValue(inner, type, signature)
            }
        case (.expression(let inner), _): askShown(expression(inner))
        case (.entries(let entries), _): self.entries(entries)
        case (.keys(let keys), _): unique(keys)
        case (.position(let position), _): self.position(position)
        case (.word, _): break
        }
        return nil
    }

    /// `run`, `notify`: a secret may stand here, by itself or as a word of the list.
    private func slotValue(_ inner: Expression, _ type: ValueType, _ signature: EffectSignature) {
        let takesSecret = signature.effectClass == .outside
        let value = expression(inner, allowsSecret: takesSecret)
        if takesSecret, value.type == .secret { return }
        // A broker or a list of them: `away from 2`, `onto [4, 5]`.
        if type == .list(.broker), value.type == .int || value.type == .broker { return }
        if !type.isListOrSet, let element = value.type.element, value.type.isListOrSet, type == .broker, element.fits(type) { return }
        expect(value, type, inner.span)
    }

    private func entries(_ entries: [SlotValue.Entry]) {
        for entry in entries {
            let value = expression(entry.value)
            askShown(value)
            if value.type.isTable || value.type.isRecord {
                report("type-mismatch", "a setting is a single value, and this is \(said(value.type))", entry.value.span)
            }
        }
        unique(entries.map(\.key))
    }

    private func unique(_ keys: [Name]) {
        var seen: Set<String> = []
        for key in keys where !seen.insert(key.text).inserted {
            report("duplicate-key", "`\(key.text)` stands here twice", key.span)
        }
    }

    private func position(_ position: SlotValue.Position) {
        switch position {
        case .latest, .earliest: break
        case .offset(let inner): expect(expression(inner), .int, inner.span, "an offset is a count")
        case .by(let inner): expect(expression(inner), .int, inner.span, "`by` takes a count of records")
        case .time(let inner):
            let value = expression(inner)
            if value.type == .duration {
                report("type-mismatch", "a position in time is a time, and this is a duration", inner.span, help: "write `… ago`")
            } else {
                expect(value, .time, inner.span, "a position is `latest`, `earliest`, `offset N`, or a time")
            }
        case .saved(let run): if let run { text(run.parts) }
        }
    }

    // MARK: the target

    private func fit(_ table: Typed, _ targets: [TargetKind], _ span: Span, _ signature: EffectSignature) {
        let type = table.type
        if type.isAny { return }
        for target in targets where fits(type, target) {
            if let flow = table.flow { for column in target.columns { ask(flow.columns[column] ?? []) } }
            return
        }
        let wanted = targets.map { $0.planOf.map { "a plan of \($0)" } ?? $0.name }
        var help: String?
        if let rows = targets.first(where: { $0.planOf == nil }), type.isTable {
            help = "its rows need \(rows.columns.map { "`\($0)`" }.joined(separator: ", "))"
        } else if type.isListOrSet, let source = targets.compactMap({ sources[$0.name] }).first, let key = source.key.first {
            help = "`\(source.name) where \(key) in …`"
        }
        report(
            "wrong-target", "`\(signature.id)` acts on \(wanted.joined(separator: " or ")), and this is \(said(type))", span, help: help)
    }

    private func fits(_ type: ValueType, _ target: TargetKind) -> Bool {
        if let effect = target.planOf {
            if case .plan(let made, _) = type { return made == effect }
            return false
        }
        if case .plan = type { return false }
        if let row = type.row {
            if row.isUndeclared { return true }
            return target.columns.allSatisfy { column in
                guard let found = row.type(of: column) else { return false }
                guard let wanted = sources[target.name]?.column(column)?.type else { return true }
                return found.fits(wanted)
            }
        }
        // `topic "trips"`: a key by itself.
        guard let source = sources[target.name], source.key.count == 1, let key = source.column(source.key[0]) else { return false }
        return [.topic, .group, .broker].contains(key.type) && type == key.type
    }

    private func missingTarget(_ effect: Effect, _ signature: EffectSignature, _ elements: PhraseElements) {
        guard let (_, kind) = elements.slots.first(where: { $0.kind.isQuery }), case .query(let targets) = kind else { return }
        let wanted = targets.first { $0.planOf == nil }?.name ?? targets.first?.name ?? "rows"
        guard isEntry else {
            return report("effect-needs-target", "`\(signature.id)` needs a target", effect.verb.span, help: "say which \(wanted)")
        }
        guard let last = environment.last else {
            return report(
                "effect-needs-target", "`\(signature.id)` needs a target: there is no last result yet", effect.verb.span,
                help: "say which \(wanted)")
        }
        fit(Typed(last), targets, effect.verb.span, signature)
    }

    /// Rows need to be told how (`to 3 replicas`); a plan has it in it.
    private func how(_ effect: Effect, _ signature: EffectSignature, _ target: Typed) {
        let elements = signature.phrase.allElements
        guard let ways = elements.optionalChoice,
            elements.slots.contains(where: { if case .query(let kinds) = $0.kind { kinds.contains { $0.planOf != nil } } else { false } })
        else { return }
        let isSaid = !ways.slots.isDisjoint(with: effect.slots.keys)
        if case .plan = target.type {
            if isSaid {
                report("plan-is-fixed", "a plan is taken up as it was made: it says already how", effect.verb.span)
            }
        } else if !isSaid, !target.type.isAny {
            report(
                "missing-way", "`\(signature.id)` of rows needs to be told how", effect.verb.span,
                help: "one of: \(ways.words.map { "`\($0) …`" }.joined(separator: ", "))")
        }
    }
}

/// The slots of a phrase, whatever its branches.
struct PhraseElements {
    var slots: [(name: String, kind: SlotKind)] = []
    /// The slots of the choice that may be left out, and the words it begins with.
    var optionalChoice: (slots: Set<String>, words: [String])?
    /// The names of its keyword slots.
    var keywords: Set<String> = []
}

extension [PhraseElement] {
    var allElements: PhraseElements {
        var found = PhraseElements()
        collect(into: &found, isOptional: false)
        return found
    }

    private func collect(into found: inout PhraseElements, isOptional: Bool) {
        for element in self {
            switch element {
            case .word: break
            case .slot(let name, let kind): found.slots.append((name, kind))
            case .keyword(let name, _, _): found.keywords.insert(name)
            case .optional(let inner): inner.collect(into: &found, isOptional: true)
            case .choice(let branches):
                var words: [String] = []
                var slots: Set<String> = []
                for branch in branches {
                    var inner = PhraseElements()
                    branch.collect(into: &inner, isOptional: isOptional)
                    found.slots += inner.slots
                    found.keywords.formUnion(inner.keywords)
                    slots.formUnion(inner.slots.map(\.name))
                    if case .word(let word)? = branch.first { words.append(word) }
                }
                if isOptional { found.optionalChoice = (slots, words) }
            }
        }
    }
}

extension SlotKind {
    var isQuery: Bool { if case .query = self { true } else { false } }
}
