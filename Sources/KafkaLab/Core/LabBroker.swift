import KafkaWire

/// One broker of the lab: a process, a registration with the controller, and disks.
package final class LabBroker {
    /// What the process does.
    package enum Process: String {
        /// It runs and answers.
        case running
        /// It is there and says nothing: a long pause, a stopped process.
        case frozen
        /// It starts; it answers once it is registered.
        case starting
        /// It is gone; its port refuses.
        case dead
    }

    /// A folder for logs.
    package struct LogDir {
        /// The absolute path.
        package var path: String
        /// The directory id (KIP-858), random.
        var id: KafkaUUID
        /// Whether it failed; only a restart brings it back.
        package var isOffline = false
        /// The size of its disk in bytes.
        var totalBytes: Int64
    }

    /// The broker id.
    package let id: Int32
    /// `broker.rack`.
    package let rack: String?
    /// Where it keeps logs.
    package var dirs: [LogDir]
    /// What the process does.
    package var process = Process.running
    /// Whether the controller counts it as gone. A fenced broker leads nothing and is in no ISR.
    package var isFenced = false
    /// Whether it lacks the listener by which clients come here.
    package var lacksListener = false
    /// Whether a controlled shutdown was granted and runs.
    package var isShuttingDown = false
    /// The broker epoch: rises at each registration.
    package var epoch: Int64
    /// When the controller last heard of it, in virtual milliseconds.
    var lastContact: Int64 = 0
    /// When a starting process registers.
    var registersAt: Int64 = 0
    /// When a registered, fenced process is unfenced; nil when it does not ask.
    var unfencesAt: Int64?
    /// Whether the last stop was a clean one.
    var stoppedCleanly = false
    /// What it can receive, and send, of copies that catch up, in bytes a second.
    package var copyBandwidth: Int64 = 200_000_000
    /// The values of its file: key to value.
    package var staticConfigs: [NameKey: String] = [:]
    /// Its dynamic configs.
    package var dynamicConfigs: [NameKey: String] = [:]

    init(id: Int32, rack: String?, dirs: [LogDir], epoch: Int64) {
        self.id = id
        self.rack = rack
        self.dirs = dirs
        self.epoch = epoch
    }

    /// The setting that cordons log dirs: their paths, or `*`.
    static let cordonedDirs = "cordoned.log.dirs"

    /// Whether a log dir takes no new replicas by Kafka's own placement.
    func isCordoned(_ dir: LogDir) -> Bool {
        let value = dynamicConfigs[Self.cordonedDirs] ?? staticConfigs[Self.cordonedDirs] ?? ""
        return value == "*" || value.split(separator: ",").contains { $0 == dir.path }
    }

    /// Whether all its log dirs that work are cordoned.
    var isCordoned: Bool {
        let working = dirs.filter { !$0.isOffline }
        return !working.isEmpty && working.allSatisfy(isCordoned)
    }

    /// Whether it answers requests and moves bytes.
    package var isServing: Bool { process == .running }
}
