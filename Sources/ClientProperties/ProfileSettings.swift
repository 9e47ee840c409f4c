/// What a file says to `mend` alone, under keys that begin with `mend.`.
package struct ProfileSettings: Hashable, Sendable {
    /// The colour in which a cluster's name is shown, so that nobody types into the wrong one.
    package enum Colour: String, CaseIterable, Sendable { case red, green, yellow, blue, magenta, cyan }

    /// Effects are refused until somebody arms the session or the run (`mend.read.only`).
    package var isReadOnly = false
    package var colour: Colour?
    /// The id that the cluster must have (`mend.cluster.id`): a pin written by hand.
    package var clusterID: String?
    /// A line for whoever connects (`mend.note`).
    package var note: String?

    package init() {}

    init(_ values: PropertyValues) throws(PropertyProblem) {
        if values.text("mend.read.only") != nil {
            isReadOnly = try values.choice("mend.read.only", among: ["true", "false"]) == "true"
        }
        if values.words("mend.colour") != nil {
            colour = Colour(rawValue: try values.choice("mend.colour", among: Colour.allCases.map(\.rawValue)))
        }
        clusterID = values.words("mend.cluster.id")
        note = values.ownText("mend.note")
    }
}
