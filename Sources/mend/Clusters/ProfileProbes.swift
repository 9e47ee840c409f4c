import Commands
import Engine
import Journal
import Language
import Network
import Platform

/// Tries several profiles at once, each in a process of its own: a cluster that does not answer makes nobody wait for the others.
struct ProfileProbes {
    private let names: [String]
    private let invocation: Invocation

    init(_ names: [String], _ invocation: Invocation) {
        self.names = names
        self.invocation = invocation
    }

    /// At most so many processes at once.
    private static let width = 8

    func table() throws(UsageError) -> Table {
        guard let program = SystemProcess.executablePath else {
            throw UsageError("the path of this program is not known (/proc is not mounted)")
        }
        let patience = Duration.nanoseconds(2 * (try ClusterSession.timeout(invocation))) + .seconds(5)
        var tables: [Table] = []
        for start in stride(from: 0, to: names.count, by: Self.width) {
            tables += try together(Array(names[start..<min(start + Self.width, names.count)]), program, patience)
        }
        return Self.joined(tables)
    }

    private func together(_ names: [String], _ program: String, _ patience: Duration) throws(UsageError) -> [Table] {
        var words = [String]()
        if let timeout = invocation.value("timeout") { words = ["--timeout", timeout] }
        var children: [ChildProcess] = []
        for name in names {
            do throws(Errno) {
                children.append(
                    try ChildProcess([program, "clusters", name] + words, adding: [(ProfileProbe.variable, "1")]))
            } catch { throw UsageError("\(error)") }
        }
        let outputs = Self.read(children, for: patience)
        return zip(names, outputs).map { name, bytes in
            Self.table(bytes) ?? Self.nothing(name, because: "it could not be tried")
        }
    }

    /// What each of them says until it ends; those that take too long are ended.
    private static func read(_ children: [ChildProcess], for patience: Duration) -> [[UInt8]] {
        let loop = PollLoop()
        let deadline = loop.now.advanced(by: patience)
        var said = children.map { _ in [UInt8]() }
        var open = Set(children.indices)
        while !open.isEmpty, loop.now < deadline {
            for index in open { if let output = children[index].output { loop.watch(output) } }
            _ = loop.poll(until: deadline)
            for index in open {
                guard let output = children[index].output else {
                    open.remove(index)
                    continue
                }
                // Not yet readable is no end.
                guard let chunk = try? output.read() else { continue }
                if chunk.isEmpty { open.remove(index) } else { said[index] += chunk }
            }
        }
        for index in open { children[index].kill(forced: true) }
        for child in children {
            while child.poll() == nil, loop.now < deadline { _ = loop.poll(until: loop.now.advanced(by: .milliseconds(5))) }
        }
        return said
    }

    private static func table(_ bytes: [UInt8]) -> Table? {
        guard let line = bytes.split(separator: UInt8(ascii: "\n")).last, let json = try? JSONValue.parse(Array(line)),
            case .table(let table)? = try? Value(json: json), table.decided.count == 1
        else { return nil }
        return table
    }

    private static func nothing(_ name: String, because why: String) -> Table {
        Table(
            columns: [Column("name", .string, .values([.text(name)])), Column("state", .string, .values([.text(why)]))], key: ["name"],
            rowCount: 1)
    }

    /// One table of all rows; a column that a row lacks is unknown in it.
    private static func joined(_ tables: [Table]) -> Table {
        guard let widest = tables.max(by: { $0.columns.count < $1.columns.count }) else { return Table(columns: [], rowCount: 0) }
        let columns = widest.columns.map { column in
            Column(
                column.name, column.type,
                .values(
                    tables.map { table in
                        guard let row = table.rows.first else { return .null }
                        return table.column(column.name)?.value(at: row) ?? .unknown(Cause("it could not be tried"))
                    }))
        }
        return Table(columns: columns, key: ["name"], rowCount: tables.count)
    }
}
