import KafkaPrimitives
import Language
import Testing

@Suite("Normal text")
struct NormalTextTests {
    private func lines(_ text: String) throws -> [String] {
        let file = SourceFile(id: 0, name: "t", text: text)
        let (tree, diagnostics) = Parser.parse(file: file, effects: EffectSignatures.all, mode: .file)
        #expect(diagnostics.isEmpty)
        guard case .step(let step)? = tree.items.first(where: { if case .step = $0 { true } else { false } }) else { return [] }
        return NormalText(file, effects: EffectSignatures.all).lines(step.span)
    }

    @Test("a statement a line, whatever the layout: comments, line breaks and quotes do not show")
    func layout() throws {
        let one = """
            step "A" { let n = count(partitions where offline); if n > 3 { note 'many' } else { note "few" } } verify { require n > 0 }
            """
        let other = """
            # a comment
            step "A" {
                let n = count(   # another
                    partitions
                        where offline
                )

                if n > 3 {
                    note "many"
                } else {
                    note "few"
                }
            } verify {
                require n > 0
            }
            """
        let expected = [
            "step \"A\" {", "    let n = count(partitions where offline)", "    if n > 3 {", "        note \"many\"", "    } else {",
            "        note \"few\"", "    }", "} verify {", "    require n > 0", "}",
        ]
        #expect(try lines(one) == expected)
        #expect(try lines(other) == expected)
    }
}
