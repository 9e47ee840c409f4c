import KafkaAdmin
import Language

/// The rights of requests and effects as the schema has them, from the table behind the gate.
package enum RequestRights {
    package static let catalog = RequestCatalog(
        { RightsTable.requests.map { RequestSchema(name: $0.request, rights: $0.phrases, note: $0.note) } },
        ofEffects: {
            Dictionary(RightsTable.effects.map { ($0.effect, $0.requests) }, uniquingKeysWith: { first, _ in first })
        })
}
