import ClientProperties
import Commands
import Language
import Platform

/// The profiles of a person: `NAME.properties` in a folder, Kafka's client properties with keys of `mend`'s own.
struct ProfileFolder {
    let path: String

    private static let suffix = ".properties"

    init(path: String) { self.path = path }

    /// `${XDG_CONFIG_HOME:-~/.config}/mend/clusters`.
    static var own: ProfileFolder {
        let base = SystemProcess.environment("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 }
        return ProfileFolder(path: "\(base ?? "\(SystemProcess.environment("HOME") ?? ".")/.config")/mend/clusters")
    }

    /// The names of all profiles, sorted; none where there is no folder.
    func names() throws(UsageError) -> [String] {
        guard Files.exists(path) else { return [] }
        do throws(Errno) {
            return try Files.list(path).filter { $0.hasSuffix(Self.suffix) }.map { String($0.dropLast(Self.suffix.count)) }
                .filter(Self.isName)
        } catch { throw UsageError("\(error)") }
    }

    /// The file of a profile. Throws where there is none of that name.
    func file(of name: String) throws(UsageError) -> String {
        guard Self.isName(name) else {
            throw UsageError("`\(name)` is no name of a profile", hint: "letters, digits, `-`, `_` and `.`, and no path")
        }
        let file = "\(path)/\(name)\(Self.suffix)"
        guard !Files.exists(file) else { return file }
        let all = try names()
        let near = Suggestion.nearest(name, among: all)
        let known = all.isEmpty ? "there is none yet: write \(file)" : "known: \(all.joined(separator: ", "))"
        throw UsageError("there is no profile `\(name)`", hint: near.map { "did you mean `\($0)`?" } ?? known)
    }

    /// A name is one file in this folder and nothing else.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 100
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-_.".utf8.contains($0)
            }
    }
}
