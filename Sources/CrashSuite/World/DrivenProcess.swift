import Engine
import Journal
import KafkaClient
import KafkaLab
import KafkaPrimitives
import Language
import Network

/// One process of `mend`, with all that it has around it, in a world that outlives it.
package final class DrivenProcess {
    package let fuse: Fuse
    private let world: World
    private let surroundings: RunSurroundings
    private let nobody: Nobody?

    init(
        in world: World, number: Int, point: CrashPoint?, attending: World.Attendance, host: String, clockAheadBy: Int64,
        secrets: SecretKeeper
    ) {
        self.world = world
        let fuse = Fuse(point) { [unowned world] in world.end() }
        self.fuse = fuse
        let loop = WatchedLoop(world.loop, fuse: fuse)
        loop.wallIsAheadBy = clockAheadBy
        loop.delayNextSend = { [unowned world] time in
            world.loop.plan(PlannedFault(.delay(time), at: .send, world.loop.sendCount + 1))
        }
        loop.happen = { [unowned world] in world.happen($0, api: $1, endpoint: $2) }
        let client = Client(loop: loop, bootstrap: world.peers.sortedEndpoints, softwareVersion: "crash")
        let cluster = KafkaCluster(client: client)
        cluster.register { KafkaEffects.all(on: $0) }
        let store = WatchedStore(world.disk, fuse: fuse) { [unowned world] run, length in
            guard let bytes = world.disk.journals[run] else { return }
            world.disk.overwrite(run, with: Array(bytes.prefix(length)))
        }
        world.hearing.fuse = fuse
        let person: any Operator
        switch attending {
        case .nobody:
            let pipe = Nobody()
            nobody = pipe
            person = pipe
        case .witness: (nobody, person) = (nil, Witness(world))
        case .silent: (nobody, person) = (nil, Silent())
        }
        surroundings = RunSurroundings(
            cluster: cluster,
            clock: ProcessClock(client: client, fuse: fuse, machine: host) { [unowned world] signal, instant in
                world.loop.schedule(signal, at: instant)
                // What comes after the end of this process reaches the next one.
                world.disturb(for: 10)
            }, random: world.names, person: person, observer: world.hearing, store: store,
            processes: CommandSeam(world.commands, fuse: fuse),
            identity: RunnerIdentity(who: "operator", host: host, process: number, version: "crash"), secrets: secrets)
    }

    /// What was asked although nobody is there.
    var askedOfNobody: [String] { nobody?.asked ?? [] }

    /// True where the process died, whatever its last words were.
    package var isDead: Bool { fuse.isBlown }

    private func over<Result>(_ result: Result) -> Result {
        if !fuse.isBlown { world.end() }
        return result
    }

    package func start(_ request: RunRequest, options: RunOptions) -> RunReport {
        over(Run.start(request, options: options, surroundings: surroundings))
    }

    package func resume(_ run: String, texts: ResumeTexts, options: RunOptions) -> RunReport {
        over(Run.resume(run, texts: texts, options: options, surroundings: surroundings))
    }

    package func undo(_ run: String, texts: ResumeTexts, options: RunOptions) -> RunReport {
        over(Run.undo(run, step: nil, texts: texts, options: options, surroundings: surroundings))
    }

    /// `mend debts pay`. How many stay owed; nil where the journals could not be read.
    package func payDebts() -> Int? {
        let collector = DebtCollector(surroundings: surroundings, timing: ReadTiming(requestTimeout: RunOptions().requestTimeout))
        let results = try? collector.payAll()
        return over(
            results.map { results in
                results.count { $0.payment.why != nil }
            })
    }
}
