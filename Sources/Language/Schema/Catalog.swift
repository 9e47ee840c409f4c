/// What a catalogue holds.
package protocol CatalogEntry: Sendable {
    /// What it is found by.
    var entryName: String { get }
}

/// Sources, effects or functions by name. One is made when it is first asked for: a line that reads one source makes none of the others.
package struct Catalog<Entry: CatalogEntry>: Sendable, Sequence, ExpressibleByArrayLiteral {
    /// A name, and what makes the entry of that name.
    package typealias Maker = (name: String, make: @Sendable () -> Entry)

    private let makers: [Maker]
    /// Those that are made together, and looked among last.
    private let rest: @Sendable () -> [Entry]

    /// A catalogue of makers. Each makes the entry of the name beside it.
    package init(_ makers: [Maker], rest: @escaping @Sendable () -> [Entry] = { [] }) {
        self.makers = makers
        self.rest = rest
    }

    /// A catalogue of entries that are there already; of two with one name the first counts.
    package init(_ entries: [Entry]) { self.init([], rest: { entries }) }

    package init(arrayLiteral entries: Entry...) { self.init(entries) }

    /// The entry of that name; nil where there is none.
    package subscript(name: String) -> Entry? {
        if let maker = makers.first(where: { $0.name == name }) { return maker.make() }
        return rest().first { $0.entryName == name }
    }

    /// The names, in the order in which help lists them.
    package var names: [String] { makers.map(\.name) + rest().map(\.entryName) }

    /// The entries whose names are wanted, in that order.
    package func entries(named isWanted: (String) -> Bool) -> [Entry] {
        makers.filter { isWanted($0.name) }.map { $0.make() } + rest().filter { isWanted($0.entryName) }
    }

    /// All of them, in that order.
    package func makeIterator() -> IndexingIterator<[Entry]> { entries { _ in true }.makeIterator() }
}
