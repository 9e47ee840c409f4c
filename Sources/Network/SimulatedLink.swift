import Platform

/// What lies between the client and one endpoint of a simulated network.
package struct SimulatedLink: Equatable, Sendable {
    /// The state of the way and of the process at its end.
    package enum State: Equatable, Sendable {
        /// Everything passes.
        case up
        /// The host lives, nobody listens: connections are refused at once, existing ones are closed when it begins.
        case refusing
        /// Nothing passes and nothing is refused: a cable pulled. What was on the way is lost, connections stay mute for ever.
        case cut
        /// The process at the end stands still (SIGSTOP): connections are taken, bytes are kept, and delivered when it goes on.
        case frozen
    }

    /// The state.
    package var state: State = .up
    /// The time of one way.
    package var latency: Duration
    /// What may be added to the latency, drawn from the seed.
    package var jitter: Duration
    /// Whether the stream arrives in pieces of random size.
    package var fragments: Bool
    /// Out of a thousand chunks of bytes, how many end their connection instead of arriving.
    package var closesPerMille: Int
    /// Out of a thousand chunks of bytes, after how many the connection becomes mute.
    package var mutesPerMille: Int
    /// Out of a thousand chunks of bytes, how many are delayed.
    package var delaysPerMille: Int
    /// By how much, at most.
    package var maximumDelay: Duration

    /// A link; without arguments one that is quick and never fails.
    package init(
        latency: Duration = .microseconds(200), jitter: Duration = .zero, fragments: Bool = false, closesPerMille: Int = 0,
        mutesPerMille: Int = 0, delaysPerMille: Int = 0, maximumDelay: Duration = .seconds(10)
    ) {
        self.latency = latency
        self.jitter = jitter
        self.fragments = fragments
        self.closesPerMille = closesPerMille
        self.mutesPerMille = mutesPerMille
        self.delaysPerMille = delaysPerMille
        self.maximumDelay = maximumDelay
    }
}

/// A fault at one chunk of bytes of a simulated network, counted over all connections: what a crash test walks through.
package struct PlannedFault: Equatable, Sendable {
    /// Whose bytes.
    package enum Direction: Sendable {
        /// From the client to a peer.
        case send
        /// From a peer to the client.
        case receive
    }

    /// What happens.
    package enum Kind: Equatable, Sendable {
        /// The connection is closed, and the bytes do not arrive.
        case closeBefore
        /// The bytes arrive, then the connection is closed: a request that was taken and whose answer is lost.
        case closeAfter
        /// The connection becomes mute with these bytes.
        case mute
        /// The bytes arrive so much later.
        case delay(Duration)
        /// Other bytes arrive.
        case replace([UInt8])
        /// The client's process dies before the bytes pass: `.stopped`.
        case stopBefore
        /// The client's process dies when the bytes have passed.
        case stopAfter
    }

    /// Whose bytes.
    package var direction: Direction
    /// Which chunk of that direction, counted from 1.
    package var index: Int
    /// What happens.
    package var kind: Kind

    /// A fault at the `index`-th chunk.
    package init(_ kind: Kind, at direction: Direction, _ index: Int) {
        self.kind = kind
        self.direction = direction
        self.index = index
    }
}

/// Randomness from a seed (SplitMix64): the same seed gives the same numbers everywhere.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that starts from a seed.
    package init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0..<bound`; 0 where the bound is not positive. The standard library's own way may change between releases.
    package mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }
}

/// What is to happen in a simulated network, earliest first; of the same instant in the order in which it was planned.
struct SimulatedQueue {
    struct Item {
        var at: Instant
        var order: Int
        var event: SimulatedEvent
    }

    private var heap: [Item] = []
    private var nextOrder = 0

    var first: Item? { heap.first }

    mutating func add(_ event: SimulatedEvent, at instant: Instant) {
        nextOrder += 1
        heap.append(Item(at: instant, order: nextOrder, event: event))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Item? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if heap.isEmpty { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) { least = child }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
    }
}

/// One thing that is to happen in a simulated network.
enum SimulatedEvent {
    case connect(ConnectionID)
    case refuse(ConnectionID)
    case toPeer(ConnectionID, [UInt8])
    case toClient(ConnectionID, [UInt8])
    case closeAtPeer(ConnectionID)
    case closeAtClient(ConnectionID, CloseReason)
    case wakePeer(Int)
    case wake(TimerID)
    case link(Endpoint, SimulatedLink.State)
    case signal(Signal)
}
