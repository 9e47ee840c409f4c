import ClientProperties
import Terminal

/// How a cluster is called wherever somebody could mistake it for another: the prompt, every question, the banner.
struct ClusterLabel {
    /// The profile's name; nil without one.
    var name: String?
    /// The cluster's id; empty where the name says it all.
    var id: String
    var colour: ProfileSettings.Colour?

    /// `prod-eu1 4hL2xK`, and without a profile `4hL2xK`.
    var plain: String { [name ?? "", String(id.prefix(6))].filter { !$0.isEmpty }.map(ForeignText.inOneLine).joined(separator: " ") }

    /// The same for a prompt, where what takes no room stands between marks.
    func prompt(coloured: Bool) -> String { colour?.terminal.prompt(plain, enabled: coloured) ?? plain }

    /// The same, in the profile's colour where there is colour.
    func text(coloured: Bool) -> Painted { colour?.terminal.paint(plain, enabled: coloured) ?? Painted(plain) }
}

extension ProfileSettings.Colour {
    /// The terminal's.
    var terminal: Colour {
        switch self {
        case .red: .red
        case .green: .green
        case .yellow: .yellow
        case .blue: .blue
        case .magenta: .magenta
        case .cyan: .cyan
        }
    }
}
