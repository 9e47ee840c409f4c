import Engine

/// A chart as a part of a page: lines as SVG that stretches with the window, words beside it as text that does not.
///
/// Nothing of it needs a script or the network. Colours are those of the page, by the classes of the lines.
enum ChartPage {
    /// The size of the drawing in its own units; the page stretches it.
    private static let width = 1_000.0
    private static let height = 200.0

    static func html(_ chart: Chart) -> String {
        let time = ChartScale.time(from: chart.fromMs, to: chart.toMs)
        let amounts = ChartScale.amounts(upTo: chart.greatest, chart.unit)
        var page = HTMLWriter()
        page.open("figure", ["class": "chart", "id": "chart-\(chart.id)"])
        page.element("figcaption") { page in
            page.element("strong", chart.title)
            page.element("span", chart.caption, ["class": "muted"])
        }
        legend(chart, &page)
        page.open("div", ["class": "plot"])
        for tick in amounts.ticks {
            page.element("span", tick.label, ["class": "y", "style": "bottom:\(percent(amounts.place(tick.value)))"])
        }
        page.open("div", ["class": "area"])
        drawing(chart, time, amounts, &page)
        for mark in shown(chart.marks, time) {
            page.element(
                "span", mark.label, ["class": "mark", "style": "left:\(percent(time.place(Double(mark.atMs))))", "title": mark.title])
        }
        if let limit = chart.limit {
            let place = percent(1 - amounts.place(limit))
            page.element("span", "planned: \(chart.unit.text(limit))", ["class": "plan", "style": "top:\(place)"])
        }
        for (index, tick) in time.ticks.enumerated() {
            let rank = index % 2 == 0 ? "x" : "x odd"
            page.element("span", tick.label, ["class": rank, "style": "left:\(percent(time.place(tick.value)))"])
        }
        page.close("div")
        page.close("div")
        page.close("figure")
        return page.text
    }

    /// Each line by name, with where it began, its greatest value and where it ended.
    private static func legend(_ chart: Chart, _ page: inout HTMLWriter) {
        page.open("ul", ["class": "legend"])
        for line in chart.lines {
            guard let first = line.points.first, let last = line.points.last else { continue }
            func text(_ point: Chart.Point) -> String { (point.isLowerBound ? "≥ " : "") + chart.unit.text(point.value) }
            let greatest = line.points.max { $0.value < $1.value } ?? last
            var values = "\(text(first)) → \(text(last))"
            if greatest.value > first.value, greatest.value > last.value { values += ", at most \(text(greatest))" }
            page.element("li", ["class": "line \(line.look.rawValue)"]) { page in
                page.element("i", "", ["class": "swatch"])
                page.element("span", line.name)
                page.element("b", values)
            }
        }
        page.close("ul")
    }

    private static func drawing(_ chart: Chart, _ time: ChartScale, _ amounts: ChartScale, _ page: inout HTMLWriter) {
        func x(_ ms: Int) -> String { number(time.place(Double(ms)) * width) }
        func y(_ value: Double) -> String { number((1 - amounts.place(value)) * height) }
        page.open(
            "svg",
            [
                "viewBox": "0 0 \(number(width)) \(number(height))", "preserveAspectRatio": "none", "role": "img",
                "aria-label": "\(chart.title): \(spoken(chart))",
            ])
        for pause in chart.pauses {
            let (from, to) = (time.place(Double(pause.lowerBound)) * width, time.place(Double(pause.upperBound)) * width)
            page.element(
                "rect", ["class": "pause", "x": number(from), "y": "0", "width": number(max(1, to - from)), "height": number(height)]
            ) { page in
                page.element("title", "nobody drove the run")
            }
        }
        for tick in amounts.ticks { page.empty("path", ["class": "grid", "d": "M0 \(y(tick.value))H\(number(width))"]) }
        for tick in time.ticks {
            page.empty("path", ["class": "grid", "d": "M\(number(time.place(tick.value) * width)) 0V\(number(height))"])
        }
        for mark in shown(chart.marks, time) { page.empty("path", ["class": "step", "d": "M\(x(mark.atMs)) 0V\(number(height))"]) }
        if let limit = chart.limit { page.empty("path", ["class": "limit", "d": "M0 \(y(limit))H\(number(width))"]) }
        // The gravest line is drawn last, on top.
        for line in chart.lines.reversed() {
            page.open("g", ["class": "line \(line.look.rawValue)"])
            page.empty("path", ["class": "way", "d": way(line, chart.pauses, x, y)])
            for point in line.points {
                page.element("path", ["class": "dot", "d": "M\(x(point.atMs)) \(y(point.value))h0"]) { page in
                    let least = point.isLowerBound ? "at least " : ""
                    page.element("title", "\(ReportText.time(point.atMs)) \(line.name): \(least)\(chart.unit.exact(point.value))")
                }
            }
            page.close("g")
        }
        page.close("svg")
    }

    /// The line through the points; it is broken where nobody drove the run, and where a reading did not tell.
    private static func way(_ line: Chart.Line, _ pauses: [Range<Int>], _ x: (Int) -> String, _ y: (Double) -> String) -> String {
        var way = ""
        var previous: Chart.Point?
        for point in line.points {
            let isBroken =
                previous.map { last in
                    pauses.contains { $0.lowerBound >= last.atMs && $0.upperBound <= point.atMs }
                        || line.unknown.contains { $0 > last.atMs && $0 < point.atMs }
                } ?? true
            if isBroken {
                way += "M\(x(point.atMs)) \(y(point.value))"
            } else if line.isStepped {
                way += "H\(x(point.atMs))V\(y(point.value))"
            } else {
                way += "L\(x(point.atMs)) \(y(point.value))"
            }
            previous = point
        }
        return way
    }

    /// What somebody hears who does not see it.
    private static func spoken(_ chart: Chart) -> String {
        chart.lines.compactMap { line in
            guard let first = line.points.first, let last = line.points.last else { return nil }
            return "\(line.name) from \(chart.unit.text(first.value)) to \(chart.unit.text(last.value))"
        }.joined(separator: "; ")
    }

    /// Marks that are far enough from each other to be told apart.
    private static func shown(_ marks: [Chart.Mark], _ time: ChartScale) -> [Chart.Mark] {
        var shown: [Chart.Mark] = []
        for mark in marks {
            if let last = shown.last, time.place(Double(mark.atMs)) - time.place(Double(last.atMs)) < 0.025 {
                // Steps that ended at once: the last of them is the one that went on.
                shown[shown.count - 1].label = Self.range(last.label, mark.label)
                shown[shown.count - 1].title += ", \(mark.title)"
            } else {
                shown.append(mark)
            }
        }
        return shown
    }

    private static func range(_ first: String, _ last: String) -> String {
        "\(first.split(separator: "–").first.map(String.init) ?? first)–\(last)"
    }

    private static func percent(_ share: Double) -> String { "\(number(share * 100))%" }

    /// At most two digits after the point: the same text on every machine.
    private static func number(_ value: Double) -> String { DisplayForm.decimal(value, places: 2) }
}
