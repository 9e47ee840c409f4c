import ClientProperties
import Engine
import Journal
import KafkaClient
import KafkaPrimitives
import Language
import Network
import Terminal

/// What a session in the REPL begins with: which cluster this is, how it stands, what is open or owed on it.
struct Banner {
    let session: ClusterSession

    /// Asks the cluster and tells; gives who it is, or how the program ends where it cannot be reached.
    func show(readOnly: Bool) -> Result<ClusterIdentity, RunEndFailure> {
        let columns: Set<NameKey> = [
            "id", "mode", "release", "brokersLive", "brokersFenced", "brokersAbsent", "offline", "underReplicated",
        ]
        let identity: ClusterIdentity
        let table: Table
        do throws(ClusterFailure) {
            identity = try session.cluster.identity()
            table =
                try session.cluster.read([SourceRequest(source: "cluster", columns: columns)], timing: session.timing).first
                ?? Table(columns: [], rowCount: 0)
        } catch {
            return .failure(RunEndFailure(error))
        }
        if let note = session.settings.configuration.profile.note { session.screen.say(note) }
        session.screen.say(line(identity, table.rows.first.map { table.record(at: $0) }, readOnly: readOnly))
        for text in outstanding(on: identity.id) { session.screen.say(text) }
        return .success(identity)
    }

    private func line(_ identity: ClusterIdentity, _ row: Record?, readOnly: Bool) -> Painted {
        func number(_ name: String) -> Int? { if case .int(let number)? = row?[name] { number } else { nil } }
        func text(_ name: String) -> String? { if case .text(let text)? = row?[name] { text } else { nil } }
        var parts: [Painted] = ["cluster \(identity.id)", Painted(reached)]
        if let profile = session.settings.profile {
            let colour = session.settings.configuration.profile.colour?.terminal ?? .bold
            parts[0] = colour.paint(profile, enabled: session.screen.coloursError) + " · " + parts[0]
        }
        parts.append(contentsOf: security)
        parts.append(Painted((text("mode") ?? "mode unknown") + (text("release").map { ", Kafka \($0)" } ?? "")))
        var brokers = Painted(number("brokersLive").map { "\($0) broker\($0 == 1 ? "" : "s") up" } ?? "brokers unknown")
        let down = (number("brokersFenced") ?? 0) + (number("brokersAbsent") ?? 0)
        if down > 0 { brokers = brokers + ", " + Colour.red.paint("\(down) down", enabled: session.screen.coloursError) }
        parts.append(brokers)
        if let offline = number("offline"), offline > 0 {
            parts.append(Colour.red.paint("\(offline) partition\(offline == 1 ? "" : "s") offline", enabled: session.screen.coloursError))
        }
        if let behind = number("underReplicated"), behind > 0 {
            parts.append(Colour.yellow.paint("\(behind) under-replicated", enabled: session.screen.coloursError))
        }
        if readOnly { parts.append(session.settings.protectedBy == nil ? "read-only" : "read-only by its profile, until :arm") }
        return parts.joined(separator: " · ")
    }

    /// How it is spoken to, where that is more than plain text; and what is not checked.
    private var security: [Painted] {
        let security = session.settings.configuration.security
        guard security != .plaintext else { return [] }
        var parts = [Painted(security.protocolName + (security.authentication.user.map { " as \($0)" } ?? ""))]
        if case .tls(let settings) = security.transport, !settings.verifiesHostName {
            parts.append(Colour.red.paint("host names are not verified", enabled: session.screen.coloursError))
        }
        return parts
    }

    /// Where it was reached: one address stands for all.
    private var reached: String {
        let endpoints = session.client.bootstrap
        return (endpoints.first?.description ?? "") + (endpoints.count > 1 ? " and \(endpoints.count - 1) more" : "")
    }

    /// Runs of this cluster that are open, and settings that are owed.
    private func outstanding(on cluster: String) -> [Painted] {
        do throws(JournalFailure) {
            // Also what is owed by a run that has ended is among the open ones.
            let (open, unreadable) = try RunSummary.atHand(in: session.store)
            let unread = unreadable.filter { $0.mayBe(on: cluster) }.map {
                Colour.yellow.paint($0.words, enabled: session.screen.coloursError)
            }
            return unread
                + open.filter { $0.cluster == cluster }.map { run in
                    var text = "open: \(run.run) \(run.runbook), \(run.state)"
                    if let step = run.step { text += " at \"\(step)\"" }
                    if run.underWay > 0 { text += ", \(run.underWay) under way" }
                    if run.debts > 0 { text += ", owes \(run.debts) setting\(run.debts == 1 ? "" : "s")" }
                    return Colour.yellow.paint(text, enabled: session.screen.coloursError) + "; `mend resume \(run.run)` goes on"
                }
        } catch { return ["the journal cannot be read: \(error)"] }
    }
}

/// Why there is no session: the cluster does not answer at all.
struct RunEndFailure: Error {
    let end: RunEnd

    init(_ failure: ClusterFailure) {
        end =
            switch failure {
            case .outOfReach(let why), .secured(let why): .outOfReach(why)
            case .otherCluster(let why): .drift(why)
            case .interrupted: .interrupted("interrupted")
            }
    }
}
