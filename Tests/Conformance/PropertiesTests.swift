import ClientProperties
import Foundation
import KafkaClient
import Network
import Platform
import Testing

extension Conformance {
    /// Files of properties, and what Kafka's own client and this one make of each at the same broker.
    @Suite(
        "Properties as Kafka's client reads them", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
    @MainActor
    struct Properties {
        @Test("each file is taken or refused as Kafka's client takes or refuses it; what is refused beyond that is listed")
        func matrix() throws {
            let distribution = try #require(Distribution.ofEnvironment)
            guard distribution.isAtLeast(4, 0) else {
                try Test.cancel(
                    "the files are held against the client of Kafka 4: that of \(distribution.release) lacks some of their keys and stores")
            }
            let material = PropertiesMaterial()
            let broker = try PropertiesBroker(distribution, material)
            defer { broker.stop() }
            let cases = PropertiesCase.all(material)
            for (index, one) in cases.enumerated() {
                try broker.text(one.text).write(toFile: "\(broker.folder)/\(index).properties", atomically: true, encoding: .utf8)
            }
            let java = try broker.verdictsOfJava(cases.indices.map(String.init))
            var report = ""
            for (index, one) in cases.enumerated() {
                guard let theirs = java["\(index)"] else {
                    Issue.record("no verdict of Java for \(one.name)")
                    continue
                }
                let ours = Self.failure(of: "\(broker.folder)/\(index).properties", material.variables)
                let verdict =
                    switch (theirs.isYes, ours == nil) {
                    case (true, true), (false, false): "same"
                    case (true, false): one.stricter == nil ? "DIFFERENT" : "stricter"
                    case (false, true): one.javaLacks == nil ? "DIFFERENT" : "beyond this Java"
                    }
                let words = "\(one.name.debugDescription)\n    java: \(theirs.isYes ? "yes" : theirs.why)\n    here: \(ours ?? "yes")\n"
                report += "\(verdict) \(words)"
                #expect(verdict != "DIFFERENT", "\(words)")
                if one.stricter != nil { #expect(ours != nil, "it is listed as refused here: \(words)") }
            }
            #expect(cases.count > 60)
            if let path = ProcessInfo.processInfo.environment["MEND_PROPERTIES_REPORT"] {
                try report.write(toFile: path, atomically: true, encoding: .utf8)
            }
        }

        /// Why a file is not taken, by whoever refuses it; nil: the cluster's brokers were learnt.
        private static func failure(of path: String, _ variables: [String: String]) -> String? {
            let readers = PropertyReaders(
                environment: { variables[$0] },
                file: { (path) throws(PropertyReaders.Failure) in
                    do throws(Errno) { return try Files.read(path, limit: 1 << 20) } catch { throw PropertyReaders.Failure("\(error)") }
                }, exists: { Files.exists($0) })
            let reading: ClientConfiguration.Reading
            do {
                let entries = try PropertiesText.entries(of: try Files.read(path, limit: 1 << 20), in: "client.properties")
                reading = ClientConfiguration.read([entries], readers: readers)
            } catch { return "\(error)" }
            guard let configuration = reading.configuration else { return reading.errors.map(\.description).joined(separator: " | ") }
            guard !configuration.bootstrap.isEmpty else { return "no bootstrap.servers" }
            let client = Client(
                loop: PollLoop(), bootstrap: configuration.bootstrap, softwareVersion: "test", security: configuration.security)
            defer { client.close() }
            client.beginEvaluation()
            switch client.refreshMetadata(topics: [], deadline: client.deadline(in: .seconds(6))) {
            case .success: return nil
            case .failure(let failure): return "\(failure)"
            }
        }
    }
}
