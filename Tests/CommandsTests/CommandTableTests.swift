import Testing

@testable import Commands

@Suite("The table of commands")
struct CommandTableTests {
    @Test("names and options are unique, and no summary is empty")
    func consistent() {
        #expect(Set(CommandTable.all.map(\.name)).count == CommandTable.all.count)
        for command in CommandTable.all {
            let options = command.options + Option.everywhere
            #expect(Set(options.map(\.name)).count == options.count, "options of \(command.name)")
            #expect(Set(options.compactMap(\.short)).count == options.compactMap(\.short).count, "letters of \(command.name)")
            #expect(!command.summary.isEmpty && options.allSatisfy { !$0.summary.isEmpty })
        }
    }

    @Test("help, man page and completions name every built command", arguments: CommandTable.all.filter { $0.availability == .built })
    func everywhere(command: Command) {
        #expect(HelpText.overview().contains(command.name))
        #expect(ManPage.text(version: "1").contains(".SS \"mend \(command.name)".trimmingSuffix(" ")))
        for shell in ["bash", "zsh", "fish"] { #expect(ShellCompletions.script(for: shell)?.contains(command.name) == true) }
        for option in command.options { #expect(HelpText.help(for: command).contains("--\(option.name)")) }
    }

    @Test("an option takes a value or none, whatever the command, so that it may stand before it")
    func sameEverywhere() {
        var values: [String: Bool] = [:]
        for option in CommandTable.everyOption {
            #expect(values[option.name, default: option.value != nil] == (option.value != nil), "--\(option.name)")
            values[option.name] = option.value != nil
        }
    }

    @Test("what ships and what lies on the host is asked of the program by every shell", arguments: ["bash", "zsh", "fish"])
    func listsOfNames(shell: String) throws {
        let script = try #require(ShellCompletions.script(for: shell))
        for list in NameList.allCases { #expect(script.contains("mend completions \(list.rawValue)")) }
    }

    @Test("an unknown shell has no completions")
    func unknownShell() {
        #expect(ShellCompletions.script(for: "tcsh") == nil)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
