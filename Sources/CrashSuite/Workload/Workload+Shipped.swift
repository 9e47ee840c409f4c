import Engine
import Language
import Runbooks

extension Workload {
    /// Every runbook that ships, in the scenarios that it is made for.
    package static var shipped: [Workload] {
        var all = [
            shipped("triage", in: "brokerLoss", as: "triage-brokerLoss"),
            shipped("triage", in: "offlinePartitions", as: "triage-offlinePartitions"),
            shipped("triage", in: "consumerLag", as: "triage-consumerLag"),
            shipped("emergency-partition-recovery", in: "brokerLoss", as: "emergency-brokerLoss"),
            shipped(
                "emergency-partition-recovery", in: "offlinePartitions", as: "emergency-offlinePartitions",
                parameters: ["grace": .duration(0)]),
            shipped(
                "emergency-partition-recovery", in: "offlinePartitions", as: "emergency-waits-in-vain",
                parameters: ["grace": .duration(120_000_000_000)]),
        ]
        let groups = { (ids: [String]) in Value.list(ListValue(ids.map { .text($0) })) }
        for (name, parameters): (String, [NameKey: Value]) in [
            ("groups-rejoin", ["only": groups(["stalled", "draining"])]), ("groups-abandoned", ["only": groups(["abandoned"])]),
            ("groups-skip", ["only": groups(["abandoned"]), "skipBacklog": .bool(true)]),
            (
                "groups-scale",
                ["only": groups(["short"]), "scaler": groups(["kubectl", "scale"]), "perPartition": .int(10_000)]
            ),
        ] {
            var workload = shipped("consumer-group-recovery", in: "consumerLag", as: name, parameters: parameters)
            if name == "groups-scale" { workload.setting = .scalable }
            workload.catchesFaults = true
            workload.offsetsOf = ["abandoned"]
            workload.settleMs = 60_000
            all.append(workload)
        }
        return all
    }

    private static func shipped(
        _ file: String, in scenario: String, as name: String, parameters: [NameKey: Value] = [:]
    ) -> Workload {
        var workload = Workload(name, bytes: Runbooks.files[file] ?? [], in: LabSetting(scenario), parameters: parameters)
        workload.catchesFaults = file == "triage"
        // A member that comes back has another id.
        workload.plain = { key in
            guard key.hasPrefix("13 "), let end = key.range(of: " remove ") else { return key }
            return String(key[..<end])
        }
        return workload
    }
}

extension String {
    /// Where a text begins in it.
    fileprivate func range(of text: String) -> Index? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start }
            start = index(after: start)
        }
        return nil
    }
}
