import Commands
import Engine
import Journal
import Language
import Platform
import Runbooks
import Terminal

extension Subcommands {
    /// `mend runbooks`: what ships; `show NAME` prints one, `copy NAME [FILE]` writes it to a file.
    static func runbooks(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            guard let word = invocation.arguments.first else { return list(invocation, screen) }
            guard invocation.arguments.count > 1 else {
                throw UsageError("`mend runbooks \(word)` needs a NAME", hint: "`mend runbooks` lists them")
            }
            let name = invocation.arguments[1]
            guard let bytes = Runbooks.files[name] else { throw ProgramFile.unknownRunbook(name) }
            switch word {
            case "show": screen.showText(String(decoding: bytes, as: UTF8.self))
            case "copy":
                try copy(bytes, named: name, to: invocation.arguments.count > 2 ? invocation.arguments[2] : "\(name).runbook", screen)
            default: throw UsageError("`mend runbooks` takes show or copy, not `\(word)`")
            }
            return .done
        } catch { return error.report(on: screen) }
    }

    private static func list(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        let outlines = RunbookOutline.shipped
        if ResultPrinter.form(of: invocation).isForPrograms {
            for outline in outlines { screen.show(outline.json.text) }
            return .done
        }
        screen.show(outlines.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"))
        if !screen.isQuiet {
            screen.say("\n`mend run NAME` runs one, `mend plan NAME` shows what it would do, `mend runbooks copy NAME` makes it yours")
        }
        return .done
    }

    /// A file that is there stays as it is.
    private static func copy(_ bytes: [UInt8], named name: String, to path: String, _ screen: Screen) throws(UsageError) {
        try writeNew(bytes, to: path, hint: "name another: mend runbooks copy \(name) FILE")
        screen.say("\(path): written; `mend run \(path)` runs it")
    }
}

/// A runbook in some lines: what it is for, what it takes, what it may touch, its steps.
struct RunbookOutline {
    /// As `mend run` takes it.
    let name: String
    private let program: CheckedProgram
    private let file: SourceFile

    /// Those that ship, by name.
    static var shipped: [RunbookOutline] {
        Runbooks.files.keys.sorted().compactMap(RunbookOutline.init)
    }

    /// The runbook that ships under a name.
    init?(_ name: String) {
        guard let bytes = Runbooks.files[name] else { return nil }
        let file = SourceFile(id: 0, name: "\(name).runbook", bytes: bytes)
        self.name = name
        self.file = file
        program = ProgramFile(file, mode: .file).check()
    }

    /// Its first line of help.
    var summary: String { program.header?.help.first ?? "" }

    private var touches: String {
        program.verbs.isEmpty ? "only looks" : "may touch by: \(program.verbs.sorted().joined(separator: ", "))"
    }

    /// `speed: byteRate = 50MB/s in 1MB/s..500MB/s`.
    private func signature(of parameter: CheckedParameter) -> String {
        "\(parameter.name): \(parameter.type)" + (parameter.syntax.defaultValue.map { " = \(text(at: $0.span))" } ?? "")
            + (parameter.syntax.range.map { " in \(text(at: $0.span))" } ?? "")
    }

    /// The text of a place in the runbook.
    private func text(at span: Span) -> String {
        let range = Int(span.start)..<max(Int(span.start), Int(span.end))
        return String(decoding: file.bytes[range.clamped(to: 0..<file.bytes.count)], as: UTF8.self)
    }

    /// As `mend runbooks` lists it.
    var lines: [String] {
        var lines = [name, "    \(summary)", "    \(touches)"]
        lines += program.parameters.map { "    --set \(signature(of: $0))" }
        return lines
    }

    /// As `mend help NAME` tells it.
    var help: String {
        var lines = (program.header?.help ?? []) + ["", "usage: mend run \(name) [--set NAME=VALUE …] [options]", "", touches]
        if !program.parameters.isEmpty { lines += ["", "parameters:"] }
        for parameter in program.parameters {
            lines += ["  \(signature(of: parameter))"] + parameter.syntax.help.map { "      \($0)" }
        }
        lines += ["", "steps:"] + program.steps.enumerated().map { "  \($0.offset + 1). \(text(at: $0.element.name.span))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One document for programs.
    var json: JSONValue {
        JSONValue.object([
            .init("name", .string(name)), .init("summary", .string(summary)),
            .init("verbs", .array(program.verbs.sorted().map { .string($0) })),
            .init(
                "parameters",
                .array(
                    program.parameters.map { parameter in
                        .object([
                            .init("name", .string(parameter.name)), .init("type", .string("\(parameter.type)")),
                            .init("isRequired", .bool(parameter.syntax.defaultValue == nil)),
                            .init("help", .string(parameter.syntax.help.joined(separator: " "))),
                        ])
                    })),
        ])
    }
}

/// The names that completions and help ask for.
enum NameLists {
    /// With a line about each.
    static func described(_ list: NameList) -> [(name: String, summary: String)] {
        switch list {
        case .runbooks: RunbookOutline.shipped.map { ($0.name, $0.summary) }
        case .scenarios: LabSettings.scenarios
        // These lie on the host, and may be many: help does not list them.
        case .runs, .profiles: []
        }
    }

    /// All names of a list. What cannot be read has none.
    static func names(_ list: NameList, _ invocation: Invocation) -> [String] {
        switch list {
        case .runbooks: Runbooks.files.keys.sorted()
        case .scenarios: LabSettings.scenarios.map(\.name)
        case .runs: (try? invocation.journalStore.runs()) ?? []
        case .profiles: (try? ProfileFolder.own.names()) ?? []
        }
    }
}
