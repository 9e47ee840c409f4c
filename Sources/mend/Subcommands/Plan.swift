import Commands
import Engine
import Journal
import Language
import Output
import Terminal

extension Subcommands {
    /// `mend plan FILE`: what it would do, as far as that can be said before it does anything.
    static func plan(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        drive(invocation, screen) { (session, program, parameters, path) throws(UsageError) in
            let texts = program.program.trees.map(\.file)
            let request = RunRequest(program: program, schema: Vocabulary.schema, parameters: parameters, mode: .file, file: path)
            let report = Run.plan(request, options: try session.runOptions(), surroundings: session.surroundings(texts: texts))
            let items = report.effects.reduce(0) { $0 + $1.plan.items.count }
            screen.say("\(report.effects.count) effects on \(items) items; nothing was changed")
            if session.printer.form == .json { screen.show(PlanFile.text(of: report)) }
            return ExitStatus(rawValue: Int32(truncatingIfNeeded: report.end.exitCode)) ?? .failed
        }
    }
}

/// The reviewed plan that `mend plan --output json` ends with and `mend run --plan FILE` takes.
enum PlanFile {
    private static let member = "reviewed"

    static func text(of report: PlanReport) -> String {
        let hashes = report.reviewed.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
        return JSONValue.object([.init(member, .object(hashes))]).text
    }

    /// The hashes by the path of the effect, from the last document of the file that has them.
    static func read(_ bytes: [UInt8]) -> [String: String]? {
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let json = try? JSONValue.parse(Array(line)), case .object(let members)? = json[member] else { continue }
            var hashes: [String: String] = [:]
            for entry in members { hashes[entry.name] = entry.value.string }
            return hashes.count == members.count ? hashes : nil
        }
        return nil
    }
}
