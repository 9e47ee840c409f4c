import Journal
import OracleDriver

/// Reads lines from standard input and answers each program with what it gives, a line each: `S` the schema, `W` the tables, `P` a program.
@main
enum MendOracle {
    static func main() throws {
        var schema = try OracleWorld.schema(["none": [:]])
        var world: OracleWorld?
        while let line = readLine() {
            let rest = line.dropFirst(2)
            switch line.first {
            case "S": schema = try OracleWorld.schema(JSONValue.parse(String(rest)))
            case "W": world = try OracleWorld(JSONValue.parse(String(rest)), schema: schema)
            default: print(world?.outcome(String(rest)).text ?? "no tables")
            }
        }
    }
}
