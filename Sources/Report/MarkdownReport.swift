import Engine
import Output

/// A run as Markdown: for a ticket, a wiki, a pull request. The charts are one line each, of eight heights.
enum MarkdownReport {
    /// So many items of an effect, rows of a result, are written; the rest is a count. The JSON has them all.
    static let mostItems = 200
    static let mostRows = 30
    private static let sparkPoints = 60

    static func text(_ told: PostMortem) -> String {
        let summary = ReportSummary(told)
        var lines = ["# \(MarkdownText.escaped(told.header?.name ?? told.run))", ""]
        lines.append("**\(MarkdownText.escaped(summary.verdict))**")
        if let next = summary.next { lines.append("Go on with `\(next)`.") }
        lines += head(told)
        for problem in told.problems { lines += ["", "> **Not readable:** \(MarkdownText.escaped(problem))"] }
        lines += list("Summary", summary.course) + list("What was changed", summary.changes) + list("What is owed", summary.debts)
        lines += list("What is in doubt", summary.doubts)
        lines += charts(told) + steps(told)
        for effect in told.effects where !effect.items.isEmpty || !effect.blocked.isEmpty { lines += self.effect(effect) }
        lines += answers(told) + decisions(told) + notes(told) + edits(told) + debts(told) + results(told) + timeline(told)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ title: String, _ body: [String]) -> [String] { body.isEmpty ? [] : ["", "## \(title)", ""] + body }

    private static func list(_ title: String, _ items: [String]) -> [String] {
        section(title, items.map { "- \(MarkdownText.escaped($0))" })
    }

    private static func head(_ told: PostMortem) -> [String] {
        var rows = [["run", told.run]]
        if let header = told.header {
            rows.append(["cluster", header.profile.map { "\($0), \(header.cluster)" } ?? header.cluster])
            rows.append(["reached at", ReportText.addresses(told.drivers.last?.bootstrap ?? header.bootstrap)])
            if !header.file.isEmpty { rows.append(["file", header.file]) }
        }
        rows.append(["began", ReportText.time(told.startedMs)])
        rows.append(["last record", "\(ReportText.time(told.lastMs)) (\(ReportText.offset(told.lastMs, from: told.startedMs)))"])
        for (index, driver) in told.drivers.enumerated() {
            rows.append([index == 0 ? "begun by" : "taken up by", "\(driver.who) on \(driver.host), \(ReportText.time(driver.fromMs))"])
        }
        if let code = told.exitCode { rows.append(["exit code", String(code)]) }
        if let version = told.header?.version { rows.append(["mend", version]) }
        for parameter in told.parameters { rows.append([parameter.name, DisplayForm.text(parameter.value)]) }
        return [""] + MarkdownText.table(["", ""], rows)
    }

    private static func charts(_ told: PostMortem) -> [String] {
        let rows = Chart.all(of: told).flatMap { chart in
            chart.lines.compactMap { line -> [String]? in
                guard let first = line.points.first, let last = line.points.last else { return nil }
                let most = line.points.map(\.value).max() ?? 0
                return [
                    "\(chart.title): \(line.name)", chart.unit.text(first.value), chart.unit.text(most), chart.unit.text(last.value),
                    spark(line, chart),
                ]
            }
        }
        return section(
            "What was measured", rows.isEmpty ? [] : MarkdownText.table(["", "first", "most", "last", "course"], right: [1, 2, 3], rows))
    }

    /// The line over the time of the run, one height for each of its parts; a point where nothing was known yet, or nobody drove the run.
    private static func spark(_ line: Chart.Line, _ chart: Chart) -> String {
        let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let most = max(chart.limit ?? 0, line.points.map(\.value).max() ?? 0)
        let length = max(1, chart.toMs - chart.fromMs)
        var text = ""
        var next = 0
        var value: Double?
        for part in 0..<sparkPoints {
            let until = chart.fromMs + Int(Double(length) * Double(part + 1) / Double(sparkPoints))
            while next < line.points.count, line.points[next].atMs <= until {
                value = line.points[next].value
                next += 1
            }
            let isPaused = chart.pauses.contains { $0.lowerBound < until && $0.upperBound > until }
            guard let value, !isPaused else {
                text.append("·")
                continue
            }
            text.append(most > 0 ? heights[min(7, max(0, Int(value / most * 7.999)))] : heights[0])
        }
        return text
    }

    private static func steps(_ told: PostMortem) -> [String] {
        let rows = told.steps.enumerated().map { index, step in
            [
                String(index + 1), step.name, step.state.rawValue,
                step.beganMs.map { ReportText.offset($0, from: told.startedMs) } ?? "",
                step.beganMs.flatMap { began in step.endedMs.map { ReportText.span($0 - began) } } ?? "", step.because,
            ]
        }
        return section(
            "Steps", rows.isEmpty ? [] : MarkdownText.table(["", "step", "state", "began", "took", ""], right: [0, 3, 4], rows))
    }

    private static func effect(_ effect: PostMortem.EffectPart) -> [String] {
        var lines = ["", "## Effect: \(MarkdownText.escaped(effect.effect)) (\(MarkdownText.escaped(effect.step)))", ""]
        if let text = effect.text { lines += MarkdownText.fenced([text]) + [""] }
        var facts = ["planned \(ReportText.time(effect.plannedMs)) (plan \(effect.planHash))"]
        if let sent = effect.sentMs { facts.append("first asked for \(ReportText.time(sent))") } else { facts.append("nothing was sent") }
        if let ended = effect.endedMs { facts.append("ended \(ReportText.time(ended)): \(effect.conclusion ?? "over")") }
        if effect.batches > 1 { facts.append("in \(effect.batches) batches") }
        if let bytes = effect.bytes { facts.append("\(DisplayForm.size(bytes)) planned") }
        lines += facts.map { "- \(MarkdownText.escaped($0))" } + effect.notices.map { "- \(MarkdownText.escaped($0))" }
        if !effect.items.isEmpty {
            let rows = effect.items.prefix(mostItems).map { item in
                [
                    item.label, ReportText.state(item.before), ReportText.state(item.wanted), ReportText.outcome(item),
                    ReportText.bytes(item.bytes),
                ]
            }
            lines += [""] + MarkdownText.table(["item", "before", "wanted", "outcome", "bytes"], right: [4], rows)
            if effect.items.count > mostItems { lines += ["", "and \(effect.items.count - mostItems) more items"] }
        }
        if !effect.blocked.isEmpty {
            lines += ["", "Left alone, since it could not have completed:", ""]
            let told = effect.blocked.told(most: mostItems)
            lines += told.prefix(mostItems).map { "- \(MarkdownText.escaped("\($0.count): \($0.why)"))" }
            if told.count > mostItems { lines.append("- and \(told.count - mostItems) more reasons") }
        }
        return lines
    }

    private static func answers(_ told: PostMortem) -> [String] {
        let rows = told.answers.map { [told.clock($0.atMs), $0.step, $0.question, $0.answer, $0.who] }
        return section(
            "Questions and answers", rows.isEmpty ? [] : MarkdownText.table(["at (UTC)", "step", "question", "answer", "by"], rows))
    }

    private static func decisions(_ told: PostMortem) -> [String] {
        let rows = told.decisions.map {
            [told.clock($0.atMs), $0.name, ReportText.named($0.labels, most: 8), $0.decision, $0.why]
        }
        return section(
            "Decisions in doubt", rows.isEmpty ? [] : MarkdownText.table(["at (UTC)", "effect", "items", "decision", "why"], rows))
    }

    private static func notes(_ told: PostMortem) -> [String] {
        section("Notes", told.notes.map { "- \(told.clock($0.atMs)) \(MarkdownText.escaped($0.step)): \(MarkdownText.escaped($0.text))" })
    }

    private static func edits(_ told: PostMortem) -> [String] {
        section(
            "Edits of the file",
            told.edits.flatMap { edit in
                edit.differences.flatMap { difference -> [String] in
                    let head = "- \(told.clock(edit.atMs)) \(MarkdownText.escaped(difference.headline))"
                    // The lines that differ, as a block of code inside of the item.
                    return difference.lines.isEmpty ? [head] : [head, ""] + difference.lines.map { "      \($0)" } + [""]
                }
            })
    }

    private static func debts(_ told: PostMortem) -> [String] {
        let rows = told.debts.map { part in
            [
                part.debt.intent.title, part.debt.intent.before ?? "nothing", part.debt.intent.set, told.clock(part.owedMs),
                part.endedMs.map { told.clock($0) } ?? "", part.standing,
            ]
        }
        return section(
            "Settings made for a while",
            rows.isEmpty ? [] : MarkdownText.table(["setting", "before", "set", "at (UTC)", "ended", "how"], rows))
    }

    private static func results(_ told: PostMortem) -> [String] {
        section(
            "What the run showed",
            told.results.flatMap { result -> [String] in
                let head = "**\(MarkdownText.escaped(result.step))**, \(told.clock(result.atMs))"
                let text = result.text.map { ": \(MarkdownText.escaped($0))" } ?? ""
                return [head + text, ""] + value(result.value) + [""]
            })
    }

    private static func value(_ value: Value) -> [String] {
        guard case .table(let table) = value else {
            if case .drawing(let lines) = value { return MarkdownText.fenced(lines) }
            return [MarkdownText.escaped(DisplayForm.text(value))]
        }
        let cells = TableCells(table, mostRows: mostRows)
        guard !cells.headers.isEmpty else { return [MarkdownText.escaped(cells.footer)] }
        let right = Set(cells.headers.indices.filter { cells.headers[$0].isRightAligned })
        let undecided = cells.undecided.map { row in row.enumerated().map { $0 == 0 ? "? \($1)" : $1 } }
        let rows = MarkdownText.table(cells.headers.map(\.name), right: right, cells.rows + undecided)
        return (cells.rows.isEmpty && undecided.isEmpty ? [] : rows + [""]) + [MarkdownText.escaped(cells.footer)]
    }

    private static func timeline(_ told: PostMortem) -> [String] {
        let rows = told.timeline.map {
            [told.clock($0.atMs), ReportText.offset($0.atMs, from: told.startedMs), $0.step ?? "", ($0.isGrave ? "⚠ " : "") + $0.text]
        }
        return section("Timeline", rows.isEmpty ? [] : MarkdownText.table(["at (UTC)", "since", "step", "what"], right: [1], rows))
    }
}
