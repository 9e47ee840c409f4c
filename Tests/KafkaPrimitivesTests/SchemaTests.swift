import Language
import Testing

@testable import KafkaPrimitives

@Suite("Schemas of the sources")
struct SchemaTests {
    @Test("names of sources and of their columns are told apart")
    func names() {
        #expect(Set(Sources.all.map(\.name)).count == Sources.all.count)
        for source in Sources.all {
            #expect(Set(source.columns.map(\.name)).count == source.columns.count, "\(source.name)")
        }
    }

    @Test("a source stands in the catalogue under the name of its schema")
    func catalogue() {
        for reader in Sources.readers { #expect(reader.source.schema.name == reader.name) }
        let catalog = Catalog(Sources.makers, rest: { Sources.later })
        #expect(catalog.names == catalog.map(\.name))
        #expect(catalog["partitions"]?.key == ["topic", "partition"] && catalog["acls"]?.availability == .later)
        #expect(catalog["partition"] == nil)
    }

    @Test("the key and the default columns of a built source can be read")
    func defaults() {
        for source in Sources.built {
            for name in source.key + source.defaultColumns {
                #expect(source.column(name)?.availability == .built, "\(source.name).\(name)")
            }
            #expect(!source.examples.isEmpty, "\(source.name)")
        }
    }

    @Test("every column says what it means and, where it is built, what it asks")
    func summaries() {
        for source in Sources.built {
            for column in source.columns where column.availability == .built {
                #expect(!column.summary.isEmpty, "\(source.name).\(column.name)")
                let isCommon = ["error", "asOf", "answeredBy"].contains(column.name)
                #expect(isCommon || !column.requests.isEmpty, "\(source.name).\(column.name)")
            }
        }
    }
}
