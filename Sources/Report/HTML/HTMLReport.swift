import Engine
import Output

/// A run as one page that needs nothing but itself: no script, no font, no picture and no request to anywhere.
enum HTMLReport {
    /// The page may load nothing at all, whatever is in it.
    private static let policy = "default-src 'none'; style-src 'unsafe-inline'"

    static func text(_ told: PostMortem) -> String {
        let title = told.header?.name ?? told.run
        var page = HTMLWriter()
        page.append(html: "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.open("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
        page.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        page.open("meta", ["name": "referrer", "content": "no-referrer"])
        page.element("title", "\(title), \(told.run)")
        page.append(html: "\n<style>\n\(HTMLStyle.css)\n</style>\n</head>\n<body>\n")
        page.element("header") { head(told, title, &$0) }
        page.append(html: "<main>\n")
        let body = HTMLSections(told: told)
        body.write(to: &page)
        page.append(html: "</main>\n")
        page.element("footer") { page in
            page.element("p", "Made from the journal of \(told.run) by mend report. Times are UTC.")
        }
        page.append(html: "</body>\n</html>\n")
        return page.text
    }

    private static func head(_ told: PostMortem, _ title: String, _ page: inout HTMLWriter) {
        let summary = ReportSummary(told)
        page.element("p", "Post-mortem of a run", ["class": "kind"])
        page.element("h1", title)
        page.element("p", summary.verdict, ["class": "verdict \(summary.tone.rawValue)"])
        if let next = summary.next {
            page.element("p") { page in
                page.element("span", "Go on with ", ["class": "muted"])
                page.element("code", next)
            }
        }
        for problem in told.problems { page.element("p", "Not readable: \(problem)", ["class": "problem"]) }
        facts(told, &page)
        page.element("div", ["class": "cards"]) { page in
            card("What happened", summary.course, &page)
            card("What was changed", summary.changes, &page)
            card("What is owed", summary.debts, &page)
            card("What is in doubt", summary.doubts, &page)
        }
        page.element("nav", ["aria-label": "Sections"]) { page in
            for section in HTMLSections(told: told).titles { page.element("a", section.title, ["href": "#\(section.id)"]) }
        }
    }

    private static func card(_ title: String, _ lines: [String], _ page: inout HTMLWriter) {
        page.element("section", ["class": "card"]) { page in
            page.element("h3", title)
            page.element("ul") { page in for line in lines { page.element("li", line) } }
        }
    }

    private static func facts(_ told: PostMortem, _ page: inout HTMLWriter) {
        var facts: [(String, String)] = [("run", told.run)]
        if let header = told.header {
            facts.append(("cluster", header.profile.map { "\($0), \(header.cluster)" } ?? header.cluster))
            facts.append(("reached at", ReportText.addresses(told.drivers.last?.bootstrap ?? header.bootstrap)))
            if !header.file.isEmpty { facts.append(("file", header.file)) }
        }
        facts.append(("began", ReportText.time(told.startedMs)))
        facts.append(("last record", "\(ReportText.time(told.lastMs)), \(ReportText.offset(told.lastMs, from: told.startedMs))"))
        if let driver = told.drivers.last {
            facts.append((told.drivers.count > 1 ? "last driven by" : "driven by", "\(driver.who) on \(driver.host)"))
        }
        facts.append(("exit code", told.exitCode.map { String($0) } ?? "none: no last word"))
        if let version = told.header?.version { facts.append(("mend", version)) }
        page.element("dl", ["class": "facts"]) { page in
            for (name, value) in facts {
                page.element("div") { page in
                    page.element("dt", name)
                    page.element("dd", value)
                }
            }
        }
    }
}
