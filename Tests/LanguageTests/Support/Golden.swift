import Glibc
import Testing

/// Files that hold what people read. `MEND_UPDATE_GOLDEN=1` writes them anew, to be read before they are committed.
enum Golden {
    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let path = "\(Shipped.root)/Tests/LanguageTests/Golden/\(name)"
        if getenv("MEND_UPDATE_GOLDEN") != nil {
            #expect(TestFiles.write(path, text), sourceLocation: sourceLocation)
            return
        }
        guard let bytes = TestFiles.read(path) else {
            Issue.record("no golden file \(name)", sourceLocation: sourceLocation)
            return
        }
        #expect(text == String(decoding: bytes, as: UTF8.self), "\(name)", sourceLocation: sourceLocation)
    }
}
