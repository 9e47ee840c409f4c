/// The sources by name. One is made when it is first asked for: a line that reads one makes none of the others.
package struct SourceCatalog: Sendable {
    /// A name, and what makes the schema of that name.
    package typealias Maker = (name: String, schema: @Sendable () -> SourceSchema)

    private let makers: [Maker]
    /// Those that are looked among last, such as the ones of later versions.
    private let rest: @Sendable () -> [SourceSchema]

    /// A catalogue of makers. Each makes the schema of the name beside it.
    package init(_ makers: [Maker], rest: @escaping @Sendable () -> [SourceSchema] = { [] }) {
        self.makers = makers
        self.rest = rest
    }

    /// A catalogue of sources that are there already; of two with one name the first counts.
    package init(_ sources: [SourceSchema]) { self.init([], rest: { sources }) }

    /// The source of that name; nil where there is none.
    package subscript(name: String) -> SourceSchema? {
        if let maker = makers.first(where: { $0.name == name }) { return maker.schema() }
        return rest().first { $0.name == name }
    }

    /// All of them, in the order in which help lists them.
    package var all: [SourceSchema] { makers.map { $0.schema() } + rest() }

    /// Their names.
    package var names: [String] { makers.map(\.name) + rest().map(\.name) }
}
