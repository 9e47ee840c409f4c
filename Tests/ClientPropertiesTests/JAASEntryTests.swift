import Testing

@testable import ClientProperties

@Suite("sasl.jaas.config")
struct JAASEntryTests {
    private let place = PropertyPlace(source: "client.properties", line: 4)
    private let plain = "org.apache.kafka.common.security.plain.PlainLoginModule"

    @Test("what Kafka's own reader makes of it is what is made of it here")
    func likeKafka() {
        for line in Vectors.lines("jaas.txt") {
            let text = String(decoding: line.input, as: UTF8.self)
            do throws(PropertyProblem) {
                let entry = try JAASEntry.parse(text, at: place)
                #expect(line.words.first.map(Vectors.text) == entry.module, "\(text)")
                let options = Dictionary(line.words.dropFirst().map(Vectors.pair).map { ($0[0], $0[1]) }) { $1 }
                #expect(options == entry.options, "\(text)")
            } catch {
                // Kafka takes a quote that its line leaves open; here it is refused, for it is never meant.
                #expect(line.words == ["error"] || error.message.contains("quote"), "\(text)")
            }
        }
    }

    @Test(
        "an error says what is wrong and shows nothing that may be secret",
        arguments: [
            ("MODULE required password=canary1 canary2;", "an option has no `=` after `password`"),
            ("MODULE required password=can/ary;", "a `/` outside of quotes begins a comment"),
            ("MODULE required password=1canary;", "the value of `password` begins like a number: put it in quotes"),
            ("MODULE required password=\"canary\"", "it does not end with `;` after `password`"),
            ("MODULE required password=\"canary;", "a quote is not closed on its line"),
            ("MODULE password=\"canary\";", "the word `required` must follow the login module"),
            ("MODULE required canary=;", "an option has no value that can be read"),
            ("MODULE required password=\"canary\"; MODULE required;", "more than one login module"),
            ("", "it is empty: no login module is named"),
        ])
    func errors(text: String, says: String) {
        let error = #expect(throws: PropertyProblem.self) {
            try JAASEntry.parse(text.split(separator: "MODULE", omittingEmptySubsequences: false).joined(separator: plain), at: place)
        }
        #expect(error?.description.hasPrefix("client.properties:4: sasl.jaas.config: ") == true)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("canary") == false)
    }
}
