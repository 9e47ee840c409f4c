import KafkaClient
import Platform
import Testing

@Suite("SASL mechanisms")
struct SASLExchangeTests {
    /// RFC 7677 section 3, and the same with the longer digest (computed by Python's hashlib).
    static let vectors: [(SCRAMHash, proof: String, signature: String)] = [
        (.sha256, "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
        (
            .sha512, "gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
            "ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw=="
        ),
    ]
    static let serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"

    func exchange(_ hash: SCRAMHash = .sha256) throws -> SASLExchange {
        try SASLExchange(hash, user: "user", password: Secret("pencil"), nonce: "rOprNGfwEbeRWgbNEkqO")
    }

    func text(_ step: SASLExchange.Step) -> String {
        if case .send(let bytes) = step { String(decoding: bytes, as: UTF8.self) } else { "done" }
    }

    @Test("SCRAM does what the RFC's example does", arguments: 0..<2)
    func scram(index: Int) throws {
        let (hash, proof, signature) = Self.vectors[index]
        var exchange = try exchange(hash)
        #expect(String(decoding: exchange.begin(), as: UTF8.self) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        let final = try exchange.answer(to: Array(Self.serverFirst.utf8))
        #expect(text(final) == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=\(proof)")
        #expect(try exchange.answer(to: Array("v=\(signature)".utf8)) == .done)
    }

    @Test(
        "a broker that does not know the password is not believed",
        arguments: ["v=AAAA", "v=", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5="])
    func unproven(message: String) throws {
        var exchange = try exchange()
        _ = try exchange.answer(to: Array(Self.serverFirst.utf8))
        #expect(throws: SASLFailure.self) { try exchange.answer(to: Array(message.utf8)) }
    }

    @Test("names are escaped, and no name but the user's can be given")
    func escaped() throws {
        let exchange = try SASLExchange(.sha256, user: "a=b,c", password: Secret("p"), nonce: "n")
        #expect(String(decoding: exchange.begin(), as: UTF8.self) == "n,,n=a=3Db=2Cc,r=n")
    }

    @Test(
        "what is no first message is refused",
        arguments: [
            "", "r=", "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=!!,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=QUJD,i=many",
            "r=rOprNGfwEbeRWgbNEkqOx,s=QUJD,i=-1", "r=rOprNGfwEbeRWgbNEkqOx,s=QUJD,i=99999999999999999999",
            "m=new,r=rOprNGfwEbeRWgbNEkqOx,s=QUJD,i=4096", "s=QUJD,r=rOprNGfwEbeRWgbNEkqOx,i=4096", "\u{0}\u{0}",
        ])
    func broken(message: String) throws {
        var exchange = try exchange()
        #expect(throws: SASLFailure.self) { try exchange.answer(to: Array(message.utf8)) }
        var other = try self.exchange()
        #expect(throws: SASLFailure.self) { try other.answer(to: [0xFF, 0xFE]) }
    }

    @Test("too few rounds are not safe, too many are not done", arguments: [0, 1, 4095, 1_000_001, Int.max])
    func iterations(count: Int) throws {
        var exchange = try exchange()
        #expect(throws: SASLFailure.iterations(count, allowed: 4096...1_000_000)) {
            try exchange.answer(to: Array("r=rOprNGfwEbeRWgbNEkqOx,s=QUJD,i=\(count)".utf8))
        }
    }

    @Test("an error of the server's ends the exchange with its words")
    func serverError() throws {
        var exchange = try exchange()
        _ = try exchange.answer(to: Array(Self.serverFirst.utf8))
        #expect(throws: SASLFailure.refused(mechanism: "SCRAM-SHA-256", user: nil, message: "invalid-proof")) {
            try exchange.answer(to: Array("e=invalid-proof".utf8))
        }
    }

    @Test("PLAIN sends name and password, and neither may be empty or hold a zero byte")
    func plain() throws {
        var exchange = try SASLExchange(plainUser: "alice", password: Secret("pass"))
        #expect(exchange.begin() == [0] + Array("alice".utf8) + [0] + Array("pass".utf8))
        #expect(try exchange.answer(to: []) == .done)
        for (user, password) in [("", "p"), ("u", ""), ("u\u{0}", "p"), ("u", "p\u{0}")] {
            #expect(throws: SASLFailure.self) { try SASLExchange(plainUser: user, password: Secret(password)) }
        }
    }

    @Test("a token goes with its extensions; a refusal is answered as the RFC says")
    func bearer() throws {
        var exchange = try SASLExchange(
            token: Secret("a.b-c_~+/="),
            extensions: [TokenExtension(name: "tenant", value: "x y"), TokenExtension(name: "scope", value: "z")])
        #expect(String(decoding: exchange.begin(), as: UTF8.self) == "n,,\u{1}auth=Bearer a.b-c_~+/=\u{1}tenant=x y\u{1}scope=z\u{1}\u{1}")
        #expect(try exchange.answer(to: []) == .done)
        #expect(try exchange.answer(to: Array("{\"status\":\"invalid_token\"}".utf8)) == .send([1]))
    }

    @Test("what cannot be sent is refused before it is", arguments: ["", "two words", "line\nend", "sep\u{1}arator", "ümlaut"])
    func badTokens(token: String) {
        #expect(throws: SASLFailure.self) { try SASLExchange(token: Secret(token), extensions: []) }
        for (name, value) in [("auth", "x"), ("", "x"), ("a1", "x"), ("a", ""), ("a", "b\u{1}c")] {
            #expect(throws: SASLFailure.self) {
                try SASLExchange(token: Secret("t"), extensions: [TokenExtension(name: name, value: value)])
            }
        }
    }
}
