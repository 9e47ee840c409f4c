import Engine

/// Writes HTML in which nothing that came from elsewhere can be anything but text: every text and every attribute goes through `escaped`.
struct HTMLWriter {
    private(set) var text = ""

    /// Attributes in the order in which they are written.
    typealias Attributes = KeyValuePairs<String, String>

    mutating func open(_ tag: StaticString, _ attributes: Attributes = [:]) {
        text += "<\(tag)"
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
        text += ">"
    }

    mutating func close(_ tag: StaticString) { text += "</\(tag)>\n" }

    /// An element with a text in it.
    mutating func element(_ tag: StaticString, _ content: String, _ attributes: Attributes = [:]) {
        open(tag, attributes)
        text += Self.escaped(content)
        text += "</\(tag)>"
    }

    /// An element with others in it.
    mutating func element(_ tag: StaticString, _ attributes: Attributes = [:], _ body: (inout HTMLWriter) -> Void) {
        open(tag, attributes)
        body(&self)
        close(tag)
    }

    /// An element of SVG without content.
    mutating func empty(_ tag: StaticString, _ attributes: Attributes = [:]) { element(tag, "", attributes) }

    /// What is HTML already: made by this writer, or fixed in the program.
    mutating func append(html: String) { text += html }

    /// Text such that a browser shows it and does nothing else: no tag, no entity, no control character, no turn of direction.
    static func escaped(_ content: String) -> String {
        var result = ""
        for scalar in DisplayForm.visible(content).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
