extension NormalForm {
    package func of(_ statement: Statement) -> String {
        switch statement.kind {
        case .bind(let name, let value): form("let", name.text, of(value))
        case .show(let value): form("show", of(value))
        case .explain(let effect): form("explain", of(effect))
        case .require(let require): self.require(require)
        case .wait(let wait): self.wait(wait)
        case .watch(let watch):
            form("watch", of(watch.query), option("every", watch.every), option("until", watch.until), option("within", watch.within))
        case .confirm(let question, let block): form("confirm", of(question), block.map { of($0) })
        case .approve(let question, let typed, let block): form("approve", of(question), form("type", of(typed)), of(block))
        case .branch(let branch): self.branch(branch)
        case .loop(let name, let list, let block): form("for", name.text, of(list), of(block))
        case .retry(let times, let every, let block): form("retry", of(times), option("every", every), of(block))
        case .attempt(let body, let catches, let error, let handler):
            form(
                "try", of(body), form("catch", catches.map(\.text)), error.map { form("as", $0.text) }, of(handler))
        case .note(let text): form("note", of(text))
        case .fail(let text): form("fail", of(text))
        case .skip(let text): form("skip", of(text))
        case .pause(let text): form("pause", of(text))
        case .effect(let effect): of(effect)
        case .perform(let name, let arguments):
            form(
                "perform",
                [name.text]
                    + arguments.map { argument in argument.label.map { form("\($0.text):", of(argument.value)) } ?? of(argument.value) })
        case .expression(let value): of(value)
        case .invalid: "(invalid)"
        }
    }

    private func option(_ name: String, _ value: Expression?) -> String? { value.map { form(name, of($0)) } }

    private func require(_ require: Statement.Require) -> String {
        form(
            "require", of(require.condition), option("within", require.within), option("every", require.every),
            option("holds", require.holds), require.otherwise.map { form("else", of($0)) })
    }

    private func wait(_ wait: Statement.Wait) -> String {
        form(
            "wait", of(wait.condition), option("within", wait.within), option("every", wait.every), option("holds", wait.holds),
            option("showing", wait.showing), wait.otherwise.map { otherwise($0) })
    }

    private func otherwise(_ otherwise: Statement.Otherwise) -> String {
        switch otherwise {
        case .block(let block): return form("otherwise", of(block))
        case .ask(let question, let arms):
            let answers = arms.map { arm in
                switch arm.action {
                case .again(let time): form("->", of(arm.answer), form("again", of(time)))
                case .block(let block): form("->", of(arm.answer), of(block))
                }
            }
            return form("otherwise", form("ask", [of(question)] + answers))
        }
    }

    private func branch(_ branch: Statement.Branch) -> String {
        var otherwise: String?
        switch branch.otherwise {
        case .branch(let inner, _): otherwise = self.branch(inner)
        case .block(let block): otherwise = of(block)
        case nil: break
        }
        return form("if", of(branch.condition), of(branch.then), otherwise.map { form("else", $0) })
    }
}

// MARK: - Effects

extension NormalForm {
    /// `(reassign TARGET (slot value) (option …))`: words bare, then the target (`_` where none is written), the other slots and the
    /// options by name.
    package func of(_ effect: Effect) -> String {
        var words: [String] = []
        var target: String?
        var others: [String] = []
        for (name, value) in effect.slots.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .word(let word): words.append(word.text)
            case .expression(let expression) where Self.mainSlots.contains(name): target = of(expression)
            default: others.append(form(name, slot(value)))
            }
        }
        return form(headed(effect.id), words + [target ?? "_"] + others + options(effect.options))
    }

    /// The slots that print without their name: what the effect is about.
    private static let mainSlots: Set<String> = ["target", "command", "message", "name"]

    /// An id of two words is one head: `reset-offsets`.
    private func headed(_ id: String) -> String { id.split(separator: " ").joined(separator: "-") }

    private func slot(_ value: SlotValue) -> [String] {
        switch value {
        case .expression(let expression): [of(expression)]
        case .word(let word): [word.text]
        case .entries(let entries): entries.map { form(quoted($0.key.text), of($0.value)) }
        case .keys(let keys): keys.map { quoted($0.text) }
        case .position(let position): [self.position(position)]
        }
    }

    private func position(_ position: SlotValue.Position) -> String {
        switch position {
        case .latest: "latest"
        case .earliest: "earliest"
        case .offset(let offset): form("offset", of(offset))
        case .time(let time): form("time", of(time))
        case .by(let count): form("by", of(count))
        case .saved(let run): form("saved", run.map { of($0) })
        }
    }

    /// In a fixed order, whatever the writing.
    private func options(_ options: [EffectOption]) -> [String] {
        options.map { option in
            switch option.kind {
            case .staged(let size, let every): (0, form("staged", of(size), every.map { form("every", of($0)) }))
            case .throttle(let rate): (1, form("throttle", of(rate)))
            case .unthrottled: (2, form("unthrottled"))
            case .hold(let condition): (3, form("hold", of(condition)))
            case .within(let time): (4, form("within", of(time)))
            case .into(let name): (5, form("into", name.text))
            case .giveBackAtEnd: (6, form("giveBack", "end"))
            case .giveBackWhen(let condition): (7, form("giveBack", form("when", of(condition))))
            case .giveBackAfter(let time): (8, form("giveBack", form("after", of(time))))
            case .forGood: (9, form("forGood"))
            }
        }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        .map(\.1)
    }
}
