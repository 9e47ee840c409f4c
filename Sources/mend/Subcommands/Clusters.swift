import Commands
import Engine
import Journal
import Language
import Platform
import Terminal

extension Subcommands {
    /// `mend clusters [NAME]`: the profiles, each tried. `mend clusters pin NAME ID`: from now on the name is that cluster.
    static func clusters(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            let words = invocation.arguments
            if words.first == "pin", words.count > 1 { return try pin(Array(words.dropFirst()), screen) }
            guard words.count < 2 else { throw UsageError("`mend clusters` takes one NAME", hint: "or `pin NAME ID`") }
            let names = if let word = words.first { [word] } else { try ProfileFolder.own.names() }
            guard !names.isEmpty else {
                throw UsageError(
                    "there are no profiles", hint: "write Kafka's client properties to \(ProfileFolder.own.path)/NAME.properties")
            }
            let table: Table
            let isProbe = SystemProcess.environment(ProfileProbe.variable) != nil
            if names.count == 1 {
                table = try ProfileProbe(names[0], invocation, isProbe ? nil : screen).table()
            } else {
                table = try ProfileProbes(names, invocation).table()
            }
            if isProbe {
                screen.show(Value.table(table).json.text)
            } else {
                ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
            }
            return .done
        } catch {
            return error.report(on: screen)
        }
    }

    private static func pin(_ words: [String], _ screen: Screen) throws(UsageError) -> ExitStatus {
        guard words.count == 2 else { throw UsageError("`mend clusters pin` takes a NAME and the cluster's ID") }
        _ = try ProfileFolder.own.file(of: words[0])
        guard PinFile.isID(words[1]) else { throw UsageError("`\(words[1])` is no cluster id") }
        let pins = PinFile.own
        do throws(PinFile.Fault) {
            let before = try pins.all()[words[0]]
            guard before?.id != words[1] else {
                screen.say("profile \(words[0]) is cluster \(words[1]) already")
                return .done
            }
            try pins.add(.init(name: words[0], id: words[1], since: TimeText.rfc3339(ms: Int(SystemClock.wallMilliseconds()))))
            screen.say("profile \(words[0]) is cluster \(words[1]) from now on" + (before.map { "; it was \($0.id)" } ?? ""))
            return .done
        } catch {
            screen.say("mend: \(error)")
            return .drift
        }
    }
}
