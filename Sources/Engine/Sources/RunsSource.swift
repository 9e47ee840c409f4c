import Language

/// `runs`: the runs that this journal folder remembers.
package enum RunsSource {
    package static let schema = SourceSchema(
        name: "runs", summary: "runs that the journal remembers: where each one stands, what is in doubt",
        columns: [
            ColumnSchema("id", .string, .key, "the run's name", requests: "the journal"),
            ColumnSchema("runbook", .string, .state, "what it runs", requests: "the journal"),
            ColumnSchema("state", .string, .state, "how it stands: running, stopped, done, failed, …", requests: "the journal"),
            ColumnSchema("step", .string, nullable: true, .state, "the step it is in, or was last", requests: "the journal"),
            ColumnSchema("started", .time, .state, "when it began", requests: "the journal"),
            ColumnSchema("by", .string, .state, "who began it", requests: "the journal"),
            ColumnSchema("host", .string, .state, "on which host", requests: "the journal"),
            ColumnSchema("cluster", .string, .state, "the cluster's id", requests: "the journal"),
            ColumnSchema("effects", .int, .counter, "effects it has begun", requests: "the journal"),
            ColumnSchema("inDoubt", .int, .gauge, "effects whose outcome is not known", requests: "the journal"),
        ], defaultColumns: ["id", "runbook", "state", "step", "started", "by", "host", "cluster", "effects", "inDoubt"], key: ["id"],
        cost: "the journal", examples: ["runs", "runs where inDoubt > 0"])
}
