/// What one screen about a thing shows: facts, signs that something is wrong, parts, and what could be typed next.
///
/// All of it is read by queries of the language over the sources, so that a word means here what it means everywhere.
package struct DescriptionSchema: CatalogEntry {
    /// The word before the thing: `topic`, `broker`.
    package var noun: String
    /// The source of which it is a row.
    package var source: String
    /// The columns of the source that name it, in the order in which they are written: `topic "trips"`, `partition "trips" 3`.
    package var key: [String]
    package var facts: [Facts]
    package var signs: [Sign]
    package var parts: [Part]
    /// Lines for a thing that is well; those of signs come first. `$1`, `$2` stand for the key as it is written.
    package var next: [String]

    /// A line of facts: columns of the source.
    package struct Facts: Sendable {
        package var title: String
        package var columns: [String]
        /// Left out where they say nothing: false, zero, null, empty.
        package var quiet: [String]

        package init(_ title: String, _ columns: [String], quiet: [String] = []) {
            self.title = title
            self.columns = columns
            self.quiet = quiet
        }
    }

    /// Something that may be wrong.
    package struct Sign: Sendable {
        package enum Weight: String, Sendable {
            /// Somebody is hurt now.
            case bad
            /// The next loss will hurt, or it is not as it was meant.
            case warning
            /// Worth knowing: nothing is wrong.
            case notice
        }

        package var weight: Weight
        /// A condition over the columns of the source.
        package var condition: String
        /// What is wrong where it holds; `{column}` is filled in.
        package var says: String
        /// What is not known where the condition is not: "whether it is offline".
        package var open: String
        /// Lines that go on from there; `{column}` is filled in, `$1` stands for the key as it is written.
        package var next: [String]

        package init(_ weight: Weight, _ condition: String, says: String, open: String, next: [String] = []) {
            self.weight = weight
            self.condition = condition
            self.says = says
            self.open = open
            self.next = next
        }
    }

    /// A table below the facts.
    package struct Part: Sendable {
        package var title: String
        /// A query; `thing` is the first column of the key, `thingText` the same as a text, `thingNumber` the second column.
        package var query: String
        /// The line that shows all of it; `$1` and `$2` as above.
        package var line: String
        /// What is said where it has no rows; nil: the part is left out.
        package var empty: String?
        /// So many rows are shown where the screen has room.
        package var most: Int
        /// True where its rows are harm: then its line is the first to be typed next.
        package var isHarm: Bool

        package init(_ title: String, _ query: String, line: String, empty: String? = nil, most: Int = 8, isHarm: Bool = false) {
            self.isHarm = isHarm
            self.title = title
            self.query = query
            self.line = line
            self.empty = empty
            self.most = most
        }
    }

    package init(
        noun: String, source: String, key: [String], facts: [Facts], signs: [Sign], parts: [Part], next: [String]
    ) {
        self.noun = noun
        self.source = source
        self.key = key
        self.facts = facts
        self.signs = signs
        self.parts = parts
        self.next = next
    }

    package var entryName: String { noun }
}
