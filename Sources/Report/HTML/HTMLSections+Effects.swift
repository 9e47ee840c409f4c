import Engine
import Output

extension HTMLSections {
    /// An effect: what was planned, and for each item what stood before, what was wanted and what became of it.
    func effect(_ effect: PostMortem.EffectPart, _ page: inout HTMLWriter) {
        page.element("h3", "\(effect.effect), step “\(effect.step)”" + (effect.isUndo ? ", taken back" : ""))
        if let text = effect.text { page.element("pre", text) }
        page.element("p", facts(effect).joined(separator: " · "), ["class": "muted"])
        for notice in effect.notices { page.element("p", notice) }
        if !effect.items.isEmpty { items(effect, &page) }
        guard !effect.blocked.isEmpty else { return }
        page.element("p", "Left alone, since it could not have completed:")
        let told = effect.blocked.told
        rows(&page, ["items", "why"], told.prefix(Self.mostItems).map { [$0.count, $0.why] })
        if told.count > Self.mostItems {
            page.element(
                "p", "\(told.count - Self.mostItems) reasons have no room here; mend report --output json has them.", ["class": "muted"])
        }
        // The table has the first names of each reason.
        let whole = effect.blocked.told(most: Self.mostItems)
        let cut = zip(told, whole).prefix(Self.mostItems).filter { $0.why != $1.why }.map(\.1)
        guard !cut.isEmpty else { return }
        page.element("details") { page in
            page.element("summary", "all that was left alone")
            rows(&page, ["items", "why"], cut.map { [$0.count, $0.why] })
        }
    }

    private func facts(_ effect: PostMortem.EffectPart) -> [String] {
        var facts = ["planned \(told.clock(effect.plannedMs))"]
        if let sent = effect.sentMs { facts.append("first asked for \(told.clock(sent))") } else { facts.append("nothing was sent") }
        if let ended = effect.endedMs {
            facts.append("ended \(told.clock(ended)), \(effect.conclusion ?? "over")")
        } else {
            facts.append("not ended")
        }
        if effect.batches > 1 { facts.append("\(effect.batches) batches") }
        if let bytes = effect.bytes { facts.append("\(DisplayForm.size(bytes)) planned") }
        return facts + ["plan \(effect.planHash)"]
    }

    private func items(_ effect: PostMortem.EffectPart, _ page: inout HTMLWriter) {
        // What went wrong comes first: it is what a reader looks for.
        let order = effect.items.enumerated().sorted { (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset) }.map(
            \.element)
        let inSight = order.prefix(Self.itemsInSight)
        let rest = order.dropFirst(Self.itemsInSight).prefix(Self.mostItems)
        itemTable(inSight, effect, &page)
        if !rest.isEmpty {
            page.element("details") { page in
                page.element("summary", "\(rest.count) more items")
                itemTable(rest, effect, &page)
            }
        }
        let left = order.count - inSight.count - rest.count
        if left > 0 { page.element("p", "\(left) items have no room here; mend report --output json has them.", ["class": "muted"]) }
    }

    private static func rank(_ item: PostMortem.ItemPart) -> Int {
        switch item.state {
        case .inDoubt: 0
        case .refused: 1
        case .underWay, .notSent, .skipped: 2
        case .done, .alreadySo, .takenBack: 3
        }
    }

    private func itemTable(_ items: ArraySlice<PostMortem.ItemPart>, _ effect: PostMortem.EffectPart, _ page: inout HTMLWriter) {
        let hasBytes = effect.bytes != nil
        let headers = [("item", false), ("before", false), ("wanted", false)] + (hasBytes ? [("bytes", true)] : []) + [("outcome", false)]
        table(&page, headers.map { (name: $0.0, isRight: $0.1) }) { page in
            for item in items {
                page.element("tr") { page in
                    page.element("td", item.label)
                    page.element("td", ReportText.state(item.before))
                    page.element("td", ReportText.state(item.wanted))
                    if hasBytes { page.element("td", ReportText.bytes(item.bytes), ["class": "right"]) }
                    page.element("td", ReportText.outcome(item), ["class": Self.look(item)])
                }
            }
        }
    }

    private static func look(_ item: PostMortem.ItemPart) -> String {
        switch item.state {
        case .done: "good"
        case .inDoubt, .refused: "bad"
        case .underWay, .notSent, .skipped: "warning"
        case .alreadySo, .takenBack: "muted"
        }
    }

    /// What the run showed, as it showed it.
    func results(_ page: inout HTMLWriter) {
        for result in told.results {
            page.element("h3") { page in
                page.element("code", result.text ?? "a result")
                page.element("span", " \(result.step), \(told.clock(result.atMs))", ["class": "muted"])
            }
            value(result.value, &page)
        }
    }

    private func value(_ value: Value, _ page: inout HTMLWriter) {
        guard case .table(let table) = value else {
            if case .drawing(let lines) = value {
                return page.element("pre") { page in
                    for line in lines { page.append(html: HTMLWriter.escaped(line) + "\n") }
                }
            }
            return page.element("p", DisplayForm.text(value))
        }
        let cells = TableCells(table, mostRows: Self.mostRows)
        if !cells.rows.isEmpty || !cells.undecided.isEmpty {
            self.table(&page, cells.headers.map { ($0.name, $0.isRightAligned) }, isOwn: true) { page in
                func write(_ row: [String], _ mark: String, _ page: inout HTMLWriter) {
                    page.element("tr", ["class": mark.isEmpty ? "" : "muted"]) { page in
                        for (index, cell) in row.enumerated() {
                            page.element(
                                "td", index == 0 ? mark + cell : cell, ["class": cells.headers[index].isRightAligned ? "right" : ""])
                        }
                    }
                }
                for row in cells.rows { write(row, "", &page) }
                for row in cells.undecided { write(row, "? ", &page) }
            }
        }
        page.element("p", cells.footer, ["class": "muted"])
    }
}
