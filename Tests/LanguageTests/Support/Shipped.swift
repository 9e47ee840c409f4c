import KafkaPrimitives
import Language

/// The runbooks and functions that ship with the program, from the folders of this checkout.
enum Shipped {
    static let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }

    static let files: [(name: String, bytes: [UInt8])] = ["stdlib", "runbooks"].flatMap { folder in
        TestFiles.list("\(root)/\(folder)").filter { $0.hasSuffix(".runbook") }.map {
            ("\(folder)/\($0)", TestFiles.read("\(root)/\(folder)/\($0)") ?? [])
        }
    }
}

/// Parsing as the tests want it.
enum Parsing {
    static func parse(_ text: String, mode: Parser.Mode = .entry) -> (SyntaxTree, [Diagnostic]) {
        parse(bytes: Array(text.utf8), mode: mode)
    }

    static func parse(bytes: [UInt8], mode: Parser.Mode, name: String = "<input>") -> (SyntaxTree, [Diagnostic]) {
        Parser.parse(file: SourceFile(id: 0, name: name, bytes: bytes), effects: EffectSignatures.all, mode: mode)
    }
}
