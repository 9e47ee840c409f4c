extension CheckPass {
    // MARK: options

    func options(of effect: Effect, _ signature: EffectSignature, _ use: EffectUse) {
        var seen: Set<OptionKind> = []
        for option in effect.options {
            let kind = option.kind.kind
            if !signature.options.contains(kind) {
                report(
                    "option-not-allowed", "`\(signature.id)` takes no `\(kind.words)`", option.span, help: allowed(signature))
            } else if !seen.insert(kind).inserted {
                report("duplicate-option", "`\(kind.words)` is said twice", option.span)
            }
            self.option(option, effect, use)
        }
        if seen.contains(.throttle), seen.contains(.unthrottled) {
            report("contradicting-options", "`throttle` and `unthrottled` contradict each other", effect.span)
        }
        if seen.contains(.giveBack), seen.contains(.forGood) {
            report("contradicting-options", "`give back` and `for good` contradict each other", effect.span)
        }
        guard use == .statement, !isEntry else { return }
        said(seen, effect, signature)
    }

    private func allowed(_ signature: EffectSignature) -> String {
        let words = OptionKind.allCases.filter(signature.options.contains).map { "`\($0.words)`" }
        return words.isEmpty ? "it takes no options" : "it takes \(words.joined(separator: ", "))"
    }

    private func option(_ option: EffectOption, _ effect: Effect, _ use: EffectUse) {
        switch option.kind {
        case .staged(let size, let every):
            expect(expression(size), .int, size.span, "`staged` takes a count")
            atLeastOne(size, "the size of a batch")
            duration(every, "`every`")
        case .throttle(let rate): expect(expression(rate), .byteRate, rate.span, "`throttle` takes a rate of bytes")
        case .hold(let condition): gate(condition, "`hold while`")
        case .within(let limit): duration(limit, "`within`")
        case .giveBackWhen(let condition): gate(condition, "`give back when`")
        case .giveBackAfter(let delay): duration(delay, "`give back after`")
        case .into(let name):
            guard use == .statement, let signature = effects[effect.id] else {
                report("option-not-allowed", "there is no result to bind: nothing is done here", option.span)
                return
            }
            if context.gate != nil { context.gateResults.insert(name.text) }
            bind(name, Typed(.items(signature.itemRow)))
        case .unthrottled, .giveBackAtEnd, .forGood: break
        }
    }

    /// What a file must say, because nobody is asked.
    private func said(_ seen: Set<OptionKind>, _ effect: Effect, _ signature: EffectSignature) {
        if signature.options.contains(.throttle), !seen.contains(.throttle), !seen.contains(.unthrottled) {
            report(
                "speed-not-said", "`\(signature.id)` in a file says its speed", effect.verb.span,
                help: "add `throttle 50MB/s` or `unthrottled`")
        }
        if signature.options.contains(.giveBack), !seen.contains(.giveBack), !seen.contains(.forGood) {
            report(
                "end-not-said", "`\(signature.id)` in a file says when the setting ends", effect.verb.span,
                help: "add `give back at end`, `give back when …`, `give back after 1h`, or `for good`")
        }
        // A move is waited for until it settled, a command until it ended.
        let waits =
            seen.contains(.staged) || seen.contains(.hold) || signature.options.contains(.throttle) || effect.hasCondition(signature)
            || signature.effectClass == .outside && signature.options.contains(.within)
        if waits, !seen.contains(.within), !hasLimit("duration") {
            report(
                "unbounded-wait", "`\(signature.id)` waits here, and has no end", effect.verb.span,
                help: "add `within 2h`, or `limits { duration … }` to the header")
        }
    }

    // MARK: place

    func place(_ effect: Effect, _ signature: EffectSignature) {
        if !isEntry, context.gate != .approve, let why = irreversible(effect, signature) {
            report(
                "needs-approve", "\(why): it stands inside `approve`", effect.verb.span,
                help: "`approve \"…\" type cluster.id { … }`")
        }
        if context.isRetried, let odd = divergent(effect, signature) {
            report("not-convergent", "`\(odd)` does more when it is done twice: not inside `retry`", effect.verb.span)
        }
        if context.gate != nil { independent(effect) }
    }

    /// What makes it irreversible, as written; nil where it is not.
    private func irreversible(_ effect: Effect, _ signature: EffectSignature) -> String? {
        if signature.effectClass == .irreversible { return "`\(signature.id)` cannot be undone" }
        guard signature.effectClass == .depends else { return nil }
        for value in effect.slots.values {
            if case .word(let word) = value, signature.irreversibleWords.contains(word.text) {
                return "`\(signature.verb) \(word.text)` cannot be undone"
            }
            if case .position(let position) = value, !position.isSafe {
                return
                    "`\(signature.id)` to anything but `earliest` or `from saved` may skip records, and is undone only while nobody goes "
                    + "on from there"
            }
        }
        return nil
    }

    func divergent(_ effect: Effect, _ signature: EffectSignature) -> String? {
        if !signature.isConvergent { return signature.id }
        for value in effect.slots.values {
            if case .position(.by) = value { return "\(signature.id) … by" }
        }
        return nil
    }

    /// All targets of a `confirm` or `approve` are settled before anything is done, so none may use the result of another.
    private func independent(_ effect: Effect) {
        var open = effect.children
        while let next = open.popLast() {
            if case .name(let text) = next.kind, context.gateResults.contains(text), effect.result?.text != text {
                report(
                    "dependent-target", "`\(text)` is a result of the same block: all its targets are shown before anything is done",
                    next.span,
                    help: "put this effect into a block of its own")
            }
            open += next.children
        }
    }

    // MARK: limits

    func hasLimit(_ word: String) -> Bool { header?.limits.contains { $0.name.text == word } ?? false }

    /// A limit of the header, where it is a constant.
    func constantLimit(_ word: String) -> Int? {
        guard case .literal(.duration(let length)) = header?.limits.first(where: { $0.name.text == word })?.value.kind else { return nil }
        return length
    }
}

extension EffectSignature {
    /// The row of what `into` binds.
    package var itemRow: RowType {
        RowType(
            fields: itemKey + [
                .init("outcome", .closedSet(["done", "alreadySo", "refused", "unknown"])), .init("error", .string),
                .init("message", .string),
            ])
    }
}

extension SlotValue.Position {
    /// True for what loses nothing that a reader has not read: `earliest`, `from saved`.
    var isSafe: Bool {
        switch self {
        case .earliest, .saved: true
        default: false
        }
    }
}

extension Effect {
    /// The name that `into` binds.
    package var result: Name? {
        for option in options {
            if case .into(let name) = option.kind { return name }
        }
        return nil
    }

    /// True where it waits for a condition: `done when`.
    func hasCondition(_ signature: EffectSignature) -> Bool {
        signature.phrase.allElements.slots.contains { slot in
            if case .expression = slot.kind { slots[slot.name] != nil } else { false }
        }
    }
}

extension EffectOption.Kind {
    /// The option without its values.
    package var kind: OptionKind {
        switch self {
        case .staged: .staged
        case .throttle: .throttle
        case .unthrottled: .unthrottled
        case .hold: .hold
        case .within: .within
        case .into: .into
        case .giveBackAtEnd, .giveBackWhen, .giveBackAfter: .giveBack
        case .forGood: .forGood
        }
    }
}

extension OptionKind {
    /// As it is written.
    package var words: String {
        switch self {
        case .hold: "hold while"
        case .giveBack: "give back"
        case .forGood: "for good"
        default: rawValue
        }
    }
}
