import Engine
import Journal
import KafkaClient
import KafkaPrimitives
import Language
import Network
import Platform

/// A process that is one: its journal is on the disk, its requests leave by sockets, and where its point is met it is ended by SIGKILL.
package enum RealProcess {
    /// Runs a workload, or takes its only run up. Gives the exit code.
    package static func run(_ workload: Workload, journal folder: String, bootstrap: [Endpoint], point: CrashPoint?) -> Int32 {
        let fuse = Fuse(point) { SystemProcess.killSelf() }
        let client = Client(loop: WatchedLoop(PollLoop(), fuse: fuse), bootstrap: bootstrap, softwareVersion: "crash")
        let cluster = KafkaCluster(client: client)
        cluster.register { KafkaEffects.all(on: $0) }
        let files = FileJournalStore(folder: folder)
        let surroundings = RunSurroundings(
            cluster: cluster, clock: ProcessClock(client: client, fuse: fuse, machine: nil) { _, _ in },
            random: SeededNames(seed: UInt64(SystemClock.wallMilliseconds())), person: Nobody(), observer: Hearing(),
            store: WatchedStore(files, fuse: fuse), processes: RecordedCommands(),
            identity: RunnerIdentity(
                who: "operator", host: SystemProcess.hostName, process: Int(SystemProcess.identifier), version: "crash"))
        var options = RunOptions()
        options.answersYes = true
        options.grantsEverything = true
        options.waitsForDoubt = true
        let taken = (try? files.runs())?.last { name in (try? files.scan(name).records.first) != nil }
        let report =
            taken.map { Run.resume($0, texts: workload.texts, options: options, surroundings: surroundings) }
            ?? Run.start(workload.request, options: options, surroundings: surroundings)
        return Int32(truncatingIfNeeded: report.exitCode)
    }
}
