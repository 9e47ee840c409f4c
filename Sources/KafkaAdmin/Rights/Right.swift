import KafkaWire

/// A right as access rules give it: an operation on a resource.
package struct Right: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What it is a right on.
    package enum Resource: Hashable, Sendable {
        case cluster
        case topic(String)
        case group(String)
        case everyTopic
        case everyGroup
    }

    package var operation: AclOperation
    package var resource: Resource

    package init(_ operation: AclOperation, _ resource: Resource) {
        self.operation = operation
        self.resource = resource
    }

    /// `DESCRIBE on topic trips`, `ALTER on the cluster`.
    package var description: String {
        switch resource {
        case .cluster: "\(operation) on the cluster"
        case .topic(let name): "\(operation) on topic \(name)"
        case .group(let id): "\(operation) on group \(id)"
        case .everyTopic: "\(operation) on every topic"
        case .everyGroup: "\(operation) on every group"
        }
    }

    /// What `kafka-acls.sh --add` takes to say what it is given on: `--topic trips`.
    var grantedOn: String {
        switch resource {
        case .cluster: "--cluster"
        case .topic(let name): "--topic \(ShellWord.quoted(name))"
        case .group(let id): "--group \(ShellWord.quoted(id))"
        case .everyTopic: "--topic '*'"
        case .everyGroup: "--group '*'"
        }
    }

    private var order: (Int, NameKey, Int8) {
        switch resource {
        case .cluster: (0, "", operation.rawValue)
        case .everyTopic: (1, "", operation.rawValue)
        case .topic(let name): (2, NameKey(name), operation.rawValue)
        case .everyGroup: (3, "", operation.rawValue)
        case .group(let id): (4, NameKey(id), operation.rawValue)
        }
    }

    package static func < (left: Right, right: Right) -> Bool { left.order < right.order }
}

/// Words of a command that a person may paste into a shell.
enum ShellWord {
    /// The word, in single quotes where a shell would read more into it.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-:/@,+".utf8.contains(byte)
                }
            }
        guard !isPlain else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
