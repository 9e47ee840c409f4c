/// The functions that ship with the program, written in its language; `use NAME` finds them here.
package enum StandardLibrary {
    /// The files by the name that `use` takes. To add one: a file beside this one, a line here, a line in Package.swift.
    package static let files: [String: [UInt8]] = [
        "health": PackageResources.health_runbook
    ]
}
