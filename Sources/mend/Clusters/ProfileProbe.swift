import ClientProperties
import Commands
import Engine
import Journal
import KafkaClient
import KafkaPrimitives
import Language
import Terminal

/// Tries one profile: what it says, and what answers there.
struct ProfileProbe {
    /// Set for the processes in which several profiles are tried at once: they hand their table over as it is.
    static let variable = "MEND_PROBE"

    private let name: String
    private let invocation: Invocation
    private let screen: Screen

    /// - Parameter screen: Where warnings about the file go; nil: nowhere.
    init(_ name: String, _ invocation: Invocation, _ screen: Screen?) {
        self.name = name
        self.invocation = invocation
        self.screen = screen ?? Screen(environment: { _ in nil }, noColor: true, quiet: true)
        says = screen != nil
    }

    private let says: Bool

    /// What is found out, in the order of the columns.
    private struct Found {
        var state = Value.text("ok")
        var security: Value
        var principal = Value.null
        var address: Value
        var id: Value
        var pin: Value
        var isReadOnly: Value
        var note = Value.null
        /// Cells of `cluster` by name.
        var cluster: [NameKey: Value] = [:]
    }

    private static let asked = ["release", "mode", "controller", "brokersLive"] + (tellsRights ? ["rights"] : [])
    private static let tellsRights = ClusterSource.schema.column("rights")?.availability == .built

    /// A table of one row. Throws only where there is no such profile.
    func table() throws(UsageError) -> Table {
        _ = try ProfileFolder.own.file(of: name)
        let settings: ClusterSettings
        do throws(UsageError) { settings = try ClusterSettings(profile: name) } catch {
            let why = Value.unknown(Cause(error.message))
            return row(Found(state: .text("the file: \(error.message)"), security: why, address: why, id: why, pin: why, isReadOnly: why))
        }
        if says { for warning in settings.warnings { screen.say("warning: \(warning)") } }
        return row(try found(settings))
    }

    private func found(_ settings: ClusterSettings) throws(UsageError) -> Found {
        let configuration = settings.configuration
        var quiet = settings
        quiet.warnings = []
        let session = try ClusterSession(invocation, screen, settings: quiet)
        // Nothing is pinned by a look at all profiles, and another cluster is to be seen, not refused.
        session.cluster.judge = nil
        var found = Found(
            security: .text(configuration.security.protocolName),
            principal: configuration.security.authentication.user.map { .text($0) } ?? .null,
            address: .text(session.client.bootstrapText), id: .null, pin: .null, isReadOnly: .bool(configuration.profile.isReadOnly))
        found.note = configuration.profile.note.map { .text($0) } ?? .null
        do throws(ClusterFailure) {
            let identity = try session.cluster.identity()
            found.id = .text(identity.id)
            found.pin = pin(identity, configuration.profile.clusterID, &found.state)
            let request = SourceRequest(source: "cluster", columns: Set(Self.asked))
            let table = try session.cluster.read([request], timing: session.timing).first
            if let table, let row = table.rows.first {
                for column in table.columns { found.cluster[column.name] = column.value(at: row) }
            }
        } catch {
            let why = RunEndFailure(error).end.message
            found.state = .text("out of reach")
            found.id = .unknown(Cause(why))
            found.pin = pin(nil, configuration.profile.clusterID, &found.state)
            for name in Self.asked { found.cluster[name] = .unknown(Cause(why)) }
        }
        return found
    }

    /// The id that the name stands for, and whether it is the one that answered.
    private func pin(_ identity: ClusterIdentity?, _ wanted: String?, _ state: inout Value) -> Value {
        let pinned: String?
        do { pinned = try wanted ?? PinFile.own.all()[name]?.id } catch { return .unknown(Cause("\(error)")) }
        guard let pinned else { return .null }
        if let identity, identity.id != pinned { state = .text("another cluster") }
        return .text(pinned)
    }

    private func row(_ found: Found) -> Table {
        func column(_ name: String, _ type: ValueType, _ value: Value) -> Column { Column(name, type, .values([value])) }
        func cluster(_ name: String, _ type: ValueType) -> Column { column(name, type, found.cluster[name] ?? .null) }
        return Table(
            columns: [
                column("name", .string, .text(name)), column("state", .string, found.state), column("security", .string, found.security),
                column("principal", .string, found.principal), column("id", .string, found.id), column("pinned", .string, found.pin),
                cluster("release", .string), cluster("mode", .string), cluster("controller", .broker), cluster("brokersLive", .int),
                column("readOnly", .bool, found.isReadOnly), column("note", .string, found.note),
                column("bootstrap", .string, found.address),
            ] + (Self.tellsRights ? [cluster("rights", .set(.string))] : []), key: ["name"], rowCount: 1)
    }
}
