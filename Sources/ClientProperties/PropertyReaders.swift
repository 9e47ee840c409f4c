/// What lies outside of a properties file and is read for it. The program gives the real ones, tests their own.
package struct PropertyReaders {
    /// Why something could not be read, in words for people.
    package struct Failure: Error, Hashable, Sendable {
        package var why: String

        package init(_ why: String) { self.why = why }
    }

    /// A variable of the environment; nil where it is not set.
    package var environment: (_ name: String) -> String?
    /// The content of a file.
    package var file: (_ path: String) throws(Failure) -> [UInt8]

    /// Whether there is something of that name.
    package var exists: (_ path: String) -> Bool

    package init(
        environment: @escaping (String) -> String?, file: @escaping (String) throws(Failure) -> [UInt8], exists: @escaping (String) -> Bool
    ) {
        self.environment = environment
        self.file = file
        self.exists = exists
    }
}
