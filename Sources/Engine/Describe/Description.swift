import Language

/// All that one screen tells about a thing: what it is, how it is, what is wrong, what could be typed next.
package struct Description: Sendable {
    /// `topic`, `broker`.
    package var noun: String
    /// As people write it: `topic trips`, `partition trips-3`.
    package var title: String
    /// What names it: `name`, or `topic` and `partition`.
    package var key: [Record.Field]
    package var existence: Existence
    package var facts: [Facts] = []
    package var signs: [Sign] = []
    /// What is not known to be right or wrong, by its cause.
    package var open: [Open] = []
    package var parts: [Part] = []
    /// Lines of the language that go on from here.
    package var next: [String] = []
    package var reading: ReadingTime?

    package enum Existence: Sendable, Hashable {
        case there
        /// There is none: what is said of it, and names that may have been meant.
        case missing(String, near: [String])
        /// What could not be read may hold it.
        case unknown([Cause])
    }

    /// A line of facts.
    package struct Facts: Sendable {
        package var title: String
        package var fields: [Record.Field]
        /// Fields that say nothing by what they are: false, zero, null, empty. People do not see them.
        package var quiet: Set<NameKey>
    }

    package struct Sign: Sendable, Hashable {
        package var weight: DescriptionSchema.Sign.Weight
        package var text: String
    }

    /// Questions without an answer, for one cause.
    package struct Open: Sendable, Hashable {
        package var questions: [String]
        package var cause: Cause
    }

    /// A table below the facts.
    package struct Part: Sendable {
        package var title: String
        package var table: Table
        /// The line that shows all of it; nil where a name in it cannot be written.
        package var line: String?
        package var empty: String?
        package var most: Int
    }
}
