import CAres
import Platform

/// Names to addresses in the loop, by c-ares: never `getaddrinfo`, which blocks.
///
/// Made when the first name is looked up that is not numeric, so that a numeric bootstrap address reads no configuration.
final class Resolver {
    private let handle: OpaquePointer

    /// A finished look-up.
    struct Answer {
        var id: UInt64
        var result: Result<[(bytes: [UInt8], scope: UInt32)], LookupFailure>
    }

    /// Why a name has no address: c-ares' own words.
    struct LookupFailure: Error { var reason: String }

    init() throws(LookupFailure) {
        var status: Int32 = 0
        guard let made = mend_resolver_new(&status) else {
            throw LookupFailure(reason: String(cString: mend_resolver_reason(status)))
        }
        handle = made
    }

    deinit { mend_resolver_free(handle) }

    func begin(_ host: String, id: UInt64) { mend_resolver_begin(handle, id, host) }

    /// What it waits for now.
    func entries() -> [PollEntry] {
        var descriptors = [Int32](repeating: 0, count: 16)
        var wants = [Int32](repeating: 0, count: 16)
        let count = mend_resolver_sockets(handle, &descriptors, &wants, 16)
        return (0..<Int(max(0, count))).map { index in
            PollEntry(FileDescriptor(rawValue: descriptors[index]), read: wants[index] & 1 != 0, write: wants[index] & 2 != 0)
        }
    }

    /// How long it may sleep; `nil` when nothing is under way.
    func timeout() -> Duration? {
        let milliseconds = mend_resolver_timeout(handle)
        return milliseconds < 0 ? nil : .milliseconds(milliseconds)
    }

    /// Tells it what is ready, and that time has passed.
    func process(_ entries: some Sequence<PollEntry>) {
        for entry in entries where entry.isReadable || entry.isWritable {
            let number = entry.descriptor.rawValue
            mend_resolver_process(handle, entry.isReadable ? number : -1, entry.isWritable ? number : -1)
        }
        mend_resolver_process(handle, -1, -1)
    }

    /// The next look-up that is finished.
    func next() -> Answer? {
        var raw = mend_lookup_result()
        guard mend_resolver_next(handle, &raw) != 0 else { return nil }
        let count = Int(max(0, raw.count))
        guard raw.status == 0, count > 0 else {
            let reason = raw.status == 0 ? "no address" : String(cString: mend_resolver_reason(raw.status))
            return Answer(id: raw.id, result: .failure(LookupFailure(reason: reason)))
        }
        let addresses = withUnsafeBytes(of: &raw.addresses) { buffer in
            let all = buffer.bindMemory(to: mend_address.self)
            return (0..<min(count, all.count)).map { index in
                var address = all[index]
                let bytes = withUnsafeBytes(of: &address.bytes) { Array($0.prefix(Int(address.length))) }
                return (bytes: bytes, scope: address.scope)
            }
        }
        return Answer(id: raw.id, result: .success(addresses))
    }
}
