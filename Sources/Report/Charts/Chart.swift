import Engine

/// What was read over the time of a run, as lines.
package struct Chart: Sendable, Hashable {
    /// What the values are.
    package enum Unit: Sendable, Hashable {
        case partitions, brokers, records, items, bytes

        var isWhole: Bool { self != .bytes }

        /// A value with its unit, as short as it can be.
        func text(_ value: Double) -> String {
            let whole = Int(exactly: value.rounded()) ?? (value > 0 ? Int.max : 0)
            return self == .bytes ? DisplayForm.size(whole) : DisplayForm.count(whole)
        }

        /// A value with all its digits.
        func exact(_ value: Double) -> String {
            let whole = Int(exactly: value.rounded()) ?? (value > 0 ? Int.max : 0)
            return self == .bytes ? "\(whole) bytes" : "\(whole)"
        }
    }

    /// How a line looks: by what it means, the same in every chart.
    enum Look: String, Sendable {
        case bad, warning, quiet, first, second, third, fourth

        /// For lines that mean nothing by themselves.
        static let plain: [Look] = [.first, .second, .third, .fourth]
    }

    struct Point: Sendable, Hashable {
        var atMs: Int
        var value: Double
        /// True where the value is at least this much.
        var isLowerBound = false
    }

    struct Line: Sendable, Hashable {
        var name: String
        var look: Look
        var points: [Point]
        /// Moments at which the value could have been told and was not known: the line does not go past them.
        var unknown: [Int] = []
        /// True where the value stays until the next reading tells another; false where it goes there evenly.
        var isStepped = true
    }

    /// Names it in the page.
    var id: String
    var title: String
    /// What its dots are, in a sentence.
    var caption: String
    var unit: Unit
    var lines: [Line]
    /// What was planned, drawn as a line across.
    var limit: Double?
    /// The time that all charts of the page show, milliseconds since 1970.
    var fromMs: Int
    var toMs: Int
    /// Times in which nobody drove the run.
    var pauses: [Range<Int>]
    /// When steps began, and their numbers.
    var marks: [Mark]

    struct Mark: Sendable, Hashable {
        var atMs: Int
        var label: String
        var title: String
    }

    var greatest: Double { max(limit ?? 0, lines.flatMap { $0.points.map(\.value) }.max() ?? 0) }
}
