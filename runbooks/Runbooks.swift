/// The runbooks that ship with the program, so that one file is enough to carry to a host.
package enum Runbooks {
    /// The files by the name under which `mend run` finds them when there is no such file. To add one: a file beside this one, a line here,
    /// a line in Package.swift.
    package static let files: [String: [UInt8]] = [
        "triage": PackageResources.triage_runbook,
        "emergency-partition-recovery": PackageResources.emergency_partition_recovery_runbook,
        "consumer-group-recovery": PackageResources.consumer_group_recovery_runbook,
    ]
}
