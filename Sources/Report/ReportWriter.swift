import Engine
import Journal

/// The forms in which a run is told afterwards.
package enum ReportForm: String, Sendable, CaseIterable {
    case md, json, html

    /// What the name of a file asks for; nil: it says nothing.
    package init?(fileName: String) {
        switch fileName.split(separator: ".").last.map({ $0.lowercased() }) {
        case "md", "markdown": self = .md
        case "json": self = .json
        case "html", "htm": self = .html
        default: return nil
        }
    }
}

/// A run as a post-mortem. The same run gives the same bytes: nothing of now is in it.
package enum ReportWriter {
    /// The report as text that ends with a newline.
    package static func text(of told: PostMortem, as form: ReportForm) -> String {
        switch form {
        case .md: MarkdownReport.text(told)
        case .json: JSONReport.json(told).text + "\n"
        case .html: HTMLReport.text(told)
        }
    }
}
