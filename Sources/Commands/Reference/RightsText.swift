import Language

/// The rights of some requests as a line: `ALTER on the cluster (ElectLeaders) · DESCRIBE on the topic (Metadata)`.
enum RightsText {
    static func line(_ requests: [RequestSchema]) -> String? {
        var order: [String] = []
        var names: [String: [String]] = [:]
        for request in requests {
            for right in request.rights {
                if names[right] == nil { order.append(right) }
                names[right, default: []].append(request.name)
            }
        }
        return order.isEmpty ? nil : order.map { "\($0) (\((names[$0] ?? []).joined(separator: ", ")))" }.joined(separator: " · ")
    }
}
