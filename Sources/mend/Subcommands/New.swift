import Commands
import Platform
import Terminal

extension Subcommands {
    /// `mend new NAME`: a runbook that checks as it is, with a comment where something is to be decided.
    static func new(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        let word = invocation.arguments[0]
        let path = word.hasSuffix(".runbook") ? word : "\(word).runbook"
        let title = path.split(separator: "/").last.map { $0.dropLast(".runbook".count) } ?? ""
        do throws(UsageError) {
            guard !title.isEmpty, title.utf8.allSatisfy({ (0x20...0x7E).contains($0) && !"\"{}\\".utf8.contains($0) }) else {
                throw UsageError("`\(word)` is not a name for a runbook", hint: "letters, digits, dashes: mend new drain-broker")
            }
            try writeNew(Array(skeleton(named: String(title), path: path).utf8), to: path, hint: "name another: mend new NAME")
        } catch { return error.report(on: screen) }
        screen.say("\(path): written; `mend check \(path)`, then `mend plan \(path)`")
        return .done
    }

    /// Writes a file that must not be there yet.
    static func writeNew(_ bytes: [UInt8], to path: String, hint: String) throws(UsageError) {
        do throws(Errno) {
            let descriptor = try FileDescriptor.open(path, .writeNew, permissions: 0o644)
            defer { descriptor.close() }
            try descriptor.writeAll(bytes)
            try descriptor.synchronize()
        } catch {
            throw error.code == .exists ? UsageError("\(path) is there already, and is left as it is", hint: hint) : UsageError("\(error)")
        }
    }

    static func skeleton(named name: String, path: String) -> String {
        """
        ## What it is for, in one line: `mend runbooks` and `mend help` show it.
        runbook "\(name)" {
            ## What it works on. Without a default it is asked for: --set target=NAME.
            param target: topic
            ## The only effects that it may use; none of them yet.
            # permits elect
            ## Hard bounds of the whole run.
            limits { partitions 100, duration 1h }
        }

        # Functions of the standard library: missingByBroker(), endangered(), …
        use health

        step "Look" {
            show partitions where topic == target select topic, partition, leader, replicas, isr
            # A gate: nothing after it happens where it says no.
            require no partitions where topic == target and offline else "{target} has offline partitions: recover these first"
        }

        step "Act" {
            # An effect, asked about first. Take the comments away, and `permits` above.
            # confirm "Bring the leaders of {target} home?" {
            #     elect preferred for partitions where topic == target and leader != preferredLeader and preferredLeader in isr
            # }
            note "nothing is done yet"
        } verify {
            # What proves the step; looked at again when a run is resumed.
            require no partitions where topic == target and offline
        }

        # A test in the lab: mend test \(path)
        test "changes nothing" in lab healthy {
            do runbook(target: "trip-events")
            require no reassignments
        }

        """
    }
}
