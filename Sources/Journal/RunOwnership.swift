/// What the records of a run say about who may drive it.
package struct RunOwnership: Sendable, Hashable {
    /// The kinds of the records that this is made of.
    package static let placeKind = "place"
    package static let sealKind = "sealed"

    package private(set) var place: RunPlace?
    package private(set) var seal: RunSeal?
    package private(set) var last = LastDriver(who: "", host: "", path: nil, atMs: 0)

    package init() {}

    init(records: [JSONValue]) { for record in records { take(record) } }

    /// Takes in what a record says of it; `atMs` is when it was written.
    package mutating func take(_ record: JSONValue) {
        let atMs = record["at"]?.int ?? 0
        pass(to: atMs)
        switch record["kind"]?.string {
        case "run", "resumed": drive(who: record["who"]?.string ?? "", host: record["host"]?.string ?? "")
        case Self.placeKind: if let place = RunPlace(json: record) { settle(at: place) }
        case Self.sealKind: seal = RunSeal(json: record)
        default: break
        }
    }

    /// A record was written at that moment.
    package mutating func pass(to atMs: Int) { last.atMs = max(last.atMs, atMs) }

    /// Somebody drives the run.
    package mutating func drive(who: String, host: String) {
        last.who = who
        last.host = host
    }

    /// It is driven there from now on.
    package mutating func settle(at place: RunPlace) {
        self.place = place
        last.path = place.path.isEmpty ? nil : place.path
        seal = nil
    }

    /// It was handed over.
    package mutating func hand(over seal: RunSeal) { self.seal = seal }

    /// How a folder of this run stands to whoever wants to drive it there.
    package enum Standing: Sendable, Hashable {
        /// It was driven here last.
        case here
        /// It was sealed elsewhere: it is taken up here.
        case received
        /// It was sealed here: it is driven elsewhere now.
        case handedOver
        /// It was driven elsewhere last, and nobody sealed it.
        case elsewhere
    }

    /// - Parameter here: nil where folders are not told apart (in memory).
    package func standing(at here: RunPlace?) -> Standing {
        guard let here else { return seal == nil ? .here : .handedOver }
        // Before places were written down the host's name is all that is known.
        let isHere = place?.isSame(as: here) ?? (last.host.isEmpty || last.host == here.host)
        if isHere { return seal == nil ? .here : .handedOver }
        return seal == nil ? .elsewhere : .received
    }
}

/// Who drove a run last, and where.
package struct LastDriver: Sendable, Hashable {
    package var who: String
    package var host: String
    /// The folder in which it was driven; nil where the journal does not say.
    package var path: String?
    /// When its last record was written, milliseconds since 1970.
    package var atMs: Int

    package init(who: String, host: String, path: String?, atMs: Int) {
        self.who = who
        self.host = host
        self.path = path
        self.atMs = atMs
    }
}
