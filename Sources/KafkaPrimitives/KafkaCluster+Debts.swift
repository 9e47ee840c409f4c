import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Network

/// Temporary settings that are given back.
extension KafkaCluster {
    /// Gives back a setting, only if the value that stands is the one that was set; of lists only the entries that were added.
    package func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment { DebtPaying(cluster: self, timing: timing).pay(debt.intent) }

    /// Gives back a broker's setting through the active controller's own listener (KIP-919), which takes it while the broker is dead.
    package func payThroughController(_ debt: Debt, timing: ReadTiming) -> DebtPayment {
        DebtPaying(cluster: self, timing: timing).payThroughController(debt.intent)
    }
}

/// One payment.
struct DebtPaying {
    let cluster: KafkaCluster
    let timing: ReadTiming

    /// How a setting stands.
    private enum Standing {
        case set(OwnSetting)
        case gone
        case unread(Cause)
        /// The broker that alone tells it does not answer, or is not live.
        case silent(Cause)
    }

    func pay(_ intent: DebtIntent) -> DebtPayment {
        guard let resource = intent.configResource else {
            return .needsPerson(Cause("this version knows no \(intent.kind): a newer mend gives it back"), isDoubt: false)
        }
        var standing = read(intent, resource)
        if case .set(let value) = standing, isPaid(value, intent) {
            // What was set just now may not have come to the broker that tells: nobody may be freed of a debt by an old view.
            repeat {
                let pause = cluster.client.pause(until: cluster.client.deadline(in: .milliseconds(500)))
                standing = read(intent, resource)
                guard pause == .settled, case .set(let value) = standing, isPaid(value, intent) else { break }
            } while cluster.mayBeUnseen(intent)
        }
        if case .gone = standing { standing = lookAgain(intent, resource) }
        switch standing {
        case .unread(let cause): return .notNow(cause)
        case .silent(let cause): return cluster.client.view.mode == .kraft ? .blind(cause) : .notNow(cause)
        // A topic that was deleted took its settings along.
        case .gone: return .paid
        case .set(let value):
            if let until = cluster.doubt(of: intent) {
                let told = CalendarTime(milliseconds: until).rfc3339
                return .notBefore(until, Cause("a request that sets it has no answer and may still be applied until \(told)"))
            }
            if isPaid(value, intent) { return tidy(intent, resource, value) }
            if value == .hidden, !isOurs(value, intent) {
                let why = "\(intent.title) is set to what its broker does not show: whether it is ours cannot be told"
                return .needsPerson(Cause(why), isDoubt: false)
            }
            guard isOurs(value, intent) else { return .leftAlone(standing: value.value ?? "no value") }
            return giveBack(intent, resource)
        }
    }

    /// Nobody but the broker itself tells what is set on it (seen on 4.3.1): what stands is not looked at.
    func payThroughController(_ intent: DebtIntent) -> DebtPayment {
        guard let resource = intent.configResource, resource.kind == .broker else { return .notNow(Cause("it is no setting of a broker")) }
        guard cluster.client.view.mode == .kraft else {
            return .notNow(Cause("with ZooKeeper nobody but broker \(resource.name) itself takes its settings"))
        }
        let identity: ClusterIdentity
        do throws(ClusterFailure) { identity = try cluster.identity() } catch {
            return .notNow(Cause("the cluster cannot be asked: \(error)"))
        }
        cluster.client.beginEvaluation()
        switch ActiveController.find(
            cluster.controllerListener, of: identity.id, by: cluster.client, timeout: timing.requestTimeout)
        {
        case .failure(let why):
            return .notNow(Cause("no controller could be asked (\(why)): name one with --bootstrap-controller HOST:PORT"))
        case .success(let controller): return ask(intent, resource, [setting(of: intent)], at: controller)
        }
    }

    /// What gives a value back.
    private func setting(of intent: DebtIntent) -> IncrementalAlterConfigs.Setting {
        intent.before.map { .init(intent.name, .set, $0) } ?? .init(intent.name, .delete)
    }

    private func read(_ intent: DebtIntent, _ resource: ConfigResource) -> Standing {
        var needs = Needs()
        needs.resources = [resource]
        let facts: ClusterFacts
        do throws(ClusterFailure) {
            facts = try cluster.facts(needs, timeout: timing.requestTimeout)
        } catch { return .unread(Cause("the cluster cannot be asked: \(error)")) }
        switch facts.own(resource, intent.name) {
        case .known(let value): return .set(value)
        case .unknown(let why):
            if resource.kind == .topic, why.error == .unknownTopicOrPartition { return .gone }
            return resource.kind == .broker && why.error == nil ? .silent(Cause(why)) : .unread(Cause(why))
        }
    }

    /// A topic that one broker does not know: a broker that has just begun may not know everything yet. The controller does, and says so of a
    /// change that it only checks; where it does not say, the brokers are asked again a little later.
    private func lookAgain(_ intent: DebtIntent, _ resource: ConfigResource) -> Standing {
        cluster.client.beginEvaluation()
        let outcomes = IncrementalAlterConfigs.ask(
            [.init(resource, [.init(intent.name, .delete)])], validateOnly: true, by: cluster.client, timeout: timing.requestTimeout)
        switch outcomes.first {
        case .refused(.unknownTopicOrPartition, _)?: return .gone
        case .done?: return .unread(Cause("its topic is unknown to the broker that was asked, and not to the controller"))
        default:
            let pause = cluster.client.pause(until: cluster.client.deadline(in: .milliseconds(SteadyReadings.goneMs)))
            return pause == .settled ? read(intent, resource) : .unread(Cause("interrupted"))
        }
    }

    /// Whether nothing of ours stands, and what does is as before.
    private func isPaid(_ standing: OwnSetting, _ intent: DebtIntent) -> Bool {
        guard intent.isListEntries else { return standing != .hidden && standing.value == intent.before }
        let standing = ThrottledReplicas(standing.value ?? "")
        return !standing.isAll && standing.entries.isDisjoint(with: ThrottledReplicas(intent.set).entries)
    }

    /// Of a value that is not shown: where nothing stood before, it is ours.
    private func isOurs(_ standing: OwnSetting, _ intent: DebtIntent) -> Bool {
        if intent.isListEntries { return !ThrottledReplicas(standing.value ?? "").isAll }
        return standing == .hidden ? intent.before == nil : standing.value == intent.set
    }

    private func giveBack(_ intent: DebtIntent, _ resource: ConfigResource) -> DebtPayment {
        guard intent.isListEntries else {
            let payment = ask(intent, resource, [setting(of: intent)])
            guard payment == .paid else { return payment }
            cluster.noteSeen(intent)
            return afterGivenBack(intent, resource)
        }
        for chunk in SettingsWork.chunks(intent.set) {
            let payment = ask(intent, resource, [.init(intent.name, .subtract, chunk)])
            guard payment == .paid else { return payment }
        }
        return afterGivenBack(intent, resource)
    }

    /// Until the broker that tells has heard of it: whoever plans next must not take our own value for somebody else's. Where it does not tell in
    /// time, a list stays owed, for one that was emptied is still to be taken away; a value is given back as soon as the controller took it.
    private func afterGivenBack(_ intent: DebtIntent, _ resource: ConfigResource) -> DebtPayment {
        func untold(_ cause: Cause) -> DebtPayment { intent.isListEntries ? .notNow(cause) : .paid }
        for _ in 0..<24 {
            switch read(intent, resource) {
            case .set(let rest): if isPaid(rest, intent) { return tidy(intent, resource, rest) }
            case .gone: return .paid
            case .unread(let cause), .silent(let cause): return untold(cause)
            }
            guard cluster.client.pause(until: cluster.client.deadline(in: .milliseconds(250))) == .settled else {
                return untold(Cause("interrupted"))
            }
        }
        return untold(Cause("it was taken off the list, and the broker that tells does not show it yet"))
    }

    /// A list that we emptied goes, where there was none before.
    private func tidy(_ intent: DebtIntent, _ resource: ConfigResource, _ standing: OwnSetting) -> DebtPayment {
        guard intent.isListEntries, intent.before == nil, let value = standing.value, value.isEmpty else { return .paid }
        return ask(intent, resource, [.init(intent.name, .delete)])
    }

    private func ask(
        _ intent: DebtIntent, _ resource: ConfigResource, _ settings: [IncrementalAlterConfigs.Setting], at controller: Endpoint? = nil
    ) -> DebtPayment {
        cluster.client.beginEvaluation()
        let outcomes = IncrementalAlterConfigs.ask(
            [.init(resource, settings)], at: controller, by: cluster.client, timeout: timing.requestTimeout)
        switch outcomes.first {
        case .done?: return .paid
        case .refused(.unknownTopicOrPartition, _)? where resource.kind == .topic: return .paid
        case .refused(let error, let message)?:
            return .notNow(Cause(Unread(broker: nil, error, message ?? error.meaning, lacking: resource.right(.alterConfigs))))
        case .notSent(let why)?: return .notNow(Cause(why))
        // Looked at again before it is asked again.
        case .unknown(let why, _)?: return .notNow(Cause(why))
        case nil: return .notNow(Cause("not asked"))
        }
    }
}
