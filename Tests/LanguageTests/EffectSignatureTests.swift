import KafkaPrimitives
import Language
import Testing

@Suite("Signatures of effects")
struct EffectSignatureTests {
    @Test("each has two examples that parse to it, with options it takes, and format to themselves")
    func examples() {
        for signature in EffectSignatures.all {
            #expect(signature.examples.count >= 2, "\(signature.id)")
            for example in signature.examples {
                let (tree, diagnostics) = Parsing.parse(example)
                #expect(diagnostics.map(\.message) == [], "\(example)")
                guard case .statement(let statement)? = tree.items.first, case .effect(let effect) = statement.kind else {
                    Issue.record("no effect: \(example)")
                    continue
                }
                #expect(effect.id == signature.id)
                #expect(Formatter.format(tree.file, effects: EffectSignatures.all, mode: .entry).text == example + "\n")
            }
        }
    }

    @Test("ids are unique, begin with their verb, and no verb is a clause, a connector or an operator")
    func words() {
        let ids = EffectSignatures.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for signature in EffectSignatures.all {
            #expect(signature.id.hasPrefix(signature.verb))
            #expect(!Words.isReserved(signature.verb))
            #expect(!signature.itemKey.isEmpty)
        }
    }
}
