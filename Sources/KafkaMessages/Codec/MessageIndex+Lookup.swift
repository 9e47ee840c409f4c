import KafkaWire

extension MessageIndex {
    private static let byKey: [Int16: any ServedRequest.Type] = {
        var types: [Int16: any ServedRequest.Type] = [:]
        for type in requests { types[type.apiKey] = type }
        return types
    }()

    /// The request type of an API; nil where this program does not speak it.
    package static func request(for apiKey: Int16) -> (any ServedRequest.Type)? { byKey[apiKey] }
}
