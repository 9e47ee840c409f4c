import Engine
import Platform

/// Holds the cluster that answered against the one that the profile means.
struct PinCheck {
    /// `-c`; nil: only `wanted` is compared.
    var profile: String?
    /// `mend.cluster.id`, which stands for a pin.
    var wanted: String?
    var pins: PinFile

    /// What is to be told; throws where it is another cluster. Without a profile and a wanted id every cluster is the right one.
    func check(_ found: ClusterIdentity, nowMs: Int) throws(ClusterFailure) -> String? {
        guard !found.id.isEmpty || (profile == nil && wanted == nil) else {
            throw .otherCluster("\(found.bootstrap) tells no cluster id, by which profiles are told apart: nothing is asked of it")
        }
        if let wanted {
            guard found.id != wanted else { return nil }
            throw .otherCluster(
                "mend.cluster.id is \(wanted), and \(found.bootstrap) is cluster \(found.id): nothing is asked of it; correct the address, or the "
                    + "file")
        }
        guard let profile else { return nil }
        let pin: PinFile.Pin?
        do throws(PinFile.Fault) { pin = try pins.all()[profile] } catch {
            throw .otherCluster(
                "which cluster profile \(profile) is cannot be told (\(error)): nothing is asked of it; mend.cluster.id in the profile does "
                    + "without")
        }
        guard let pin else { return firstConnection(profile, found, nowMs) }
        guard pin.id != found.id else { return nil }
        throw .otherCluster(
            "profile \(profile) is cluster \(pin.id) since \(pin.since), and \(found.bootstrap) is cluster \(found.id): nothing is asked of it; "
                + "if that is right: mend clusters pin \(profile) \(found.id)")
    }

    private func firstConnection(_ profile: String, _ found: ClusterIdentity, _ nowMs: Int) -> String {
        guard PinFile.isID(found.id) else { return "warning: profile \(profile) is not pinned: its cluster's id is no word" }
        do throws(PinFile.Fault) {
            try pins.add(.init(name: profile, id: found.id, since: TimeText.rfc3339(ms: nowMs)))
            return "profile \(profile) is cluster \(found.id) from now on; another one will be refused"
        } catch {
            return "warning: profile \(profile) could not be pinned to cluster \(found.id): \(error)"
        }
    }
}
