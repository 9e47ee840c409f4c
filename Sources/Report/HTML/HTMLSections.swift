import Engine
import Output

/// The body of the page, section by section; those with nothing in them are left out.
struct HTMLSections {
    /// So many items of an effect are seen at once; the rest opens. All of them are on the page, up to the most.
    static let itemsInSight = 40
    static let mostItems = 2_000
    static let mostRows = 100

    let told: PostMortem

    struct Title { var id: String, title: String }

    private struct Section {
        var id: String
        var title: String
        var body: (inout HTMLWriter) -> Void
    }

    /// What can be jumped to.
    var titles: [Title] { sections.map { Title(id: $0.id, title: $0.title) } }

    func write(to page: inout HTMLWriter) {
        for section in sections {
            page.element("section", ["id": section.id]) { page in
                page.element("h2", section.title)
                section.body(&page)
            }
        }
    }

    private var sections: [Section] {
        let charts = Chart.all(of: told)
        let effects = told.effects.filter { !$0.items.isEmpty || !$0.blocked.isEmpty }
        var sections: [Section] = []
        func add(_ id: String, _ title: String, _ isThere: Bool, _ body: @escaping (inout HTMLWriter) -> Void) {
            if isThere { sections.append(Section(id: id, title: title, body: body)) }
        }
        add("measured", "What was measured", !charts.isEmpty) { page in
            page.element("p", Self.legend(told), ["class": "muted"])
            for chart in charts { page.append(html: ChartPage.html(chart)) }
            readings(&page)
        }
        add("steps", "Steps", !told.steps.isEmpty, steps)
        add("effects", "Effects", !effects.isEmpty) { page in for effect in effects { self.effect(effect, &page) } }
        add("answers", "Questions and answers", !told.answers.isEmpty, answers)
        add("decisions", "Decisions in doubt", !told.decisions.isEmpty, decisions)
        add("notes", "Notes", !told.notes.isEmpty, notes)
        add("edits", "Edits of the file", !told.edits.isEmpty, edits)
        add("debts", "Settings made for a while", !told.debts.isEmpty, debts)
        add("results", "What the run showed", !told.results.isEmpty, results)
        add("timeline", "Timeline", !told.timeline.isEmpty, timeline)
        add("recorded", "As it was recorded", !told.parameters.isEmpty || !told.texts.isEmpty, recorded)
        return sections
    }

    private static func legend(_ told: PostMortem) -> String {
        "Read in passing, nothing was asked for it. A dotted upright line with a number is where that step begins"
            + (told.pauses.isEmpty ? "." : "; shaded is where nobody drove the run.")
    }

    // MARK: - Sections

    private func steps(_ page: inout HTMLWriter) {
        let length = Double(max(1, told.lastMs - told.startedMs))
        table(&page, [("", true), ("step", false), ("state", false), ("began", true), ("took", true), ("when", false), ("", false)]) {
            page in
            for (index, step) in told.steps.enumerated() {
                let look = Self.look(step.state)
                page.element("tr") { page in
                    page.element("td", String(index + 1), ["class": "right muted"])
                    page.element("td", step.name)
                    page.element("td", step.state.rawValue, ["class": "brief \(look)"])
                    page.element("td", step.beganMs.map { ReportText.offset($0, from: told.startedMs) } ?? "", ["class": "right"])
                    page.element(
                        "td", step.beganMs.flatMap { began in step.endedMs.map { ReportText.span($0 - began) } } ?? "", ["class": "right"])
                    page.element("td", ["class": "bar \(look)"]) { page in
                        guard let began = step.beganMs else { return }
                        let from = Double(began - told.startedMs) / length * 100
                        let to = Double((step.endedMs ?? told.lastMs) - told.startedMs) / length * 100
                        let style =
                            "left:\(DisplayForm.decimal(from, places: 2))%;width:\(DisplayForm.decimal(max(0, to - from), places: 2))%"
                        page.element("div") { page in page.element("i", "", ["style": style]) }
                    }
                    page.element("td", step.because, ["class": "muted"])
                }
            }
        }
    }

    private static func look(_ state: StepExplanation.State) -> String {
        switch state {
        case .done: "good"
        case .failed, .inDoubt: "bad"
        case .begun: "warning"
        case .skipped, .next, .later: "muted"
        }
    }

    private func answers(_ page: inout HTMLWriter) {
        rows(
            &page, ["at", "step", "question", "answer", "by"],
            told.answers.map { [told.clock($0.atMs), $0.step, $0.question, $0.answer, $0.who] })
    }

    private func decisions(_ page: inout HTMLWriter) {
        rows(
            &page, ["at", "effect", "items", "decision", "why"],
            told.decisions.map { [told.clock($0.atMs), $0.name, ReportText.named($0.labels, most: 12), $0.decision, $0.why] })
    }

    private func notes(_ page: inout HTMLWriter) {
        rows(&page, ["at", "step", "note"], told.notes.map { [told.clock($0.atMs), $0.step, $0.text] })
    }

    private func edits(_ page: inout HTMLWriter) {
        table(&page, [("at", false), ("what changed", false)]) { page in
            for edit in told.edits {
                for difference in edit.differences {
                    page.element("tr") { page in
                        page.element("td", told.clock(edit.atMs), ["class": "brief"])
                        page.element("td") { page in
                            page.element("span", difference.headline)
                            guard !difference.lines.isEmpty else { return }
                            page.element("pre") { page in
                                for line in difference.lines {
                                    page.element("span", line)
                                    page.append(html: "\n")
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func debts(_ page: inout HTMLWriter) {
        table(&page, ["setting", "before", "set", "owed", "ended", "how"].map { ($0, false) }) { page in
            for part in told.debts {
                page.element("tr") { page in
                    page.element("td", part.debt.intent.title)
                    page.element("td", part.debt.intent.before ?? "nothing", ["class": part.debt.intent.before == nil ? "muted" : ""])
                    page.element("td") { page in page.element("code", part.debt.intent.set) }
                    page.element("td", told.clock(part.owedMs), ["class": "brief"])
                    page.element("td", part.endedMs.map { told.clock($0) } ?? "", ["class": "brief"])
                    page.element("td", part.standing, ["class": part.isPaid ? "good" : "warning"])
                }
            }
        }
    }

    private func timeline(_ page: inout HTMLWriter) {
        table(&page, [("at", false), ("since", true), ("step", false), ("what", false)]) { page in
            for entry in told.timeline {
                page.element("tr") { page in
                    page.element("td", told.clock(entry.atMs), ["class": "brief"])
                    page.element("td", ReportText.offset(entry.atMs, from: told.startedMs), ["class": "right muted"])
                    page.element("td", entry.step ?? "", ["class": "muted"])
                    page.element("td", entry.text, ["class": entry.isGrave ? "bad" : ""])
                }
            }
        }
    }

    private func readings(_ page: inout HTMLWriter) {
        guard !told.counts.isEmpty else { return }
        func text(_ number: Int?) -> String { number.map { String($0) } ?? "" }
        func text(_ amount: ClusterCounts.Amount) -> String { (amount.isLowerBound ? "≥ " : "") + String(amount.value) }
        page.element("details") { page in
            page.element("summary", "The readings as numbers")
            let headers = ["at", "live brokers", "offline", "under-replicated", "out of sync", "reassigning", "lag"]
            table(&page, headers.enumerated().map { ($1, $0 > 0) }, isOwn: true) { page in
                for counts in told.counts {
                    let lags =
                        [counts.lag.map(text) ?? ""] + counts.groupLags.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }
                    let numbers = [counts.liveBrokers, counts.offline, counts.underReplicated, counts.outOfSync, counts.reassigning]
                    page.element("tr") { page in
                        page.element("td", told.clock(counts.readMs), ["class": "brief"])
                        for number in numbers { page.element("td", text(number), ["class": "right"]) }
                        page.element("td", lags.filter { !$0.isEmpty }.joined(separator: ", "), ["class": "right"])
                    }
                }
            }
        }
    }

    private func recorded(_ page: inout HTMLWriter) {
        if !told.parameters.isEmpty {
            page.element("h3", "Parameters")
            rows(&page, ["name", "value"], told.parameters.map { [$0.name, DisplayForm.text($0.value)] })
        }
        if told.drivers.count > 1 {
            page.element("h3", "Who drove it")
            rows(
                &page, ["from", "until", "who", "host", "reached at", ""],
                told.drivers.map {
                    [told.clock($0.fromMs), told.clock($0.untilMs), $0.who, $0.host, $0.bootstrap, $0.wasCutOff ? "no last word" : ""]
                })
        }
        for file in told.texts {
            page.element("details") { page in
                page.element("summary", "The text of \(file.name)")
                page.element("pre") { page in
                    // Line by line, so that its ends stay ends and everything else is shown.
                    for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
                        page.append(html: HTMLWriter.escaped(String(line)) + "\n")
                    }
                }
            }
        }
    }

    // MARK: - Tables

    /// A table whose cells are plain text; the first column is a moment or a name and does not break.
    func rows(_ page: inout HTMLWriter, _ headers: [String], _ rows: [[String]]) {
        table(&page, headers.map { ($0, false) }) { page in
            for row in rows {
                page.element("tr") { page in
                    for (index, cell) in row.enumerated() { page.element("td", cell, ["class": index == 0 ? "brief" : ""]) }
                }
            }
        }
    }

    /// - Parameter isOwn: it is as broad as what is in it, not as the page.
    func table(
        _ page: inout HTMLWriter, _ headers: [(name: String, isRight: Bool)], isOwn: Bool = false, _ body: (inout HTMLWriter) -> Void
    ) {
        page.element("div", ["class": "scroll"]) { page in
            page.element("table", ["class": isOwn ? "own" : "broad"]) { page in
                page.element("thead") { page in
                    page.element("tr") { page in
                        for header in headers {
                            page.element("th", header.name, ["class": header.isRight ? "right" : header.name == "when" ? "bar" : ""])
                        }
                    }
                }
                page.element("tbody", [:], body)
            }
        }
    }
}
