import Platform

/// A block of PEM (RFC 7468), as loosely as Kafka reads it: what is around blocks is passed over, and the base64 may stand in one line or
/// in many.
struct PEMBlock {
    /// "CERTIFICATE", "ENCRYPTED PRIVATE KEY".
    var label: String
    /// DER.
    var content: [UInt8]

    /// The blocks of a store in their order.
    static func all(in store: CertificateStore) throws(StoreFailure) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var rest = store.content.bytes[...]
        while let begin = mark("-----BEGIN ", in: rest) {
            guard let end = mark("-----END ", in: rest[begin.after...]), end.label == begin.label else {
                throw .unreadable(store.name, why: "a block of \(begin.label) has no end")
            }
            let body = rest[begin.after..<end.start]
            guard !body.contains(UInt8(ascii: ":")) else {
                throw .unreadable(
                    store.name, why: "its \(begin.label) is in an old encrypted form: convert it with `openssl pkcs8 -topk8`")
            }
            guard let content = Base64.decode(body, skipsBlanks: true), !content.isEmpty else {
                throw .unreadable(store.name, why: "the block of \(begin.label) is no base64")
            }
            blocks.append(PEMBlock(label: begin.label, content: content))
            rest = rest[end.after...]
        }
        guard !blocks.isEmpty else { throw .unreadable(store.name, why: "there is no block of PEM in it") }
        return blocks
    }

    /// The next line of a beginning or an end.
    private static func mark(_ prefix: String, in bytes: ArraySlice<UInt8>) -> (label: String, start: Int, after: Int)? {
        let wanted = Array(prefix.utf8)
        var index = bytes.startIndex
        while let dash = bytes[index...].firstIndex(of: UInt8(ascii: "-")) {
            let label = bytes[dash...].dropFirst(wanted.count)
            if bytes[dash...].starts(with: wanted), let close = label.firstIndex(of: UInt8(ascii: "-")), close - label.startIndex < 40,
                bytes[close...].starts(with: Array("-----".utf8))
            {
                return (String(decoding: label[..<close], as: UTF8.self), dash, close + 5)
            }
            index = dash + 1
        }
        return nil
    }
}
