import Language

/// `debts`: temporary settings that runs have made and not given back yet.
package enum DebtsSource {
    package static let schema = SourceSchema(
        name: "debts", summary: "temporary settings that runs still owe: what stands, what stood before, when it is given back",
        columns: [
            ColumnSchema("id", .string, .key, "run and number of the debt", requests: "the journal"),
            ColumnSchema("run", .string, .state, "the run that owes it", requests: "the journal"),
            ColumnSchema("mine", .bool, .state, "the asking run owes it", requests: "the journal"),
            ColumnSchema("cluster", .string, .state, "the id of the cluster that it is owed to", requests: "the journal"),
            ColumnSchema("kind", .string, .state, "what kind of setting", requests: "the journal"),
            ColumnSchema("resource", .string, .state, "the topic, the broker's number, or the cluster's default", requests: "the journal"),
            ColumnSchema("valueNow", .string, nullable: true, .state, "what the run set", requests: "the journal"),
            ColumnSchema(
                "valueBefore", .string, nullable: true, .state, "what will be given back; null: nothing was set", requests: "the journal"),
            ColumnSchema("dueWhen", .string, .state, "when it is given back", requests: "the journal"),
            ColumnSchema("overdue", .bool, .state, "that moment has passed", requests: "the journal"),
            ColumnSchema("payable", .bool, .state, "it could be given back now, on this cluster", requests: "the journal"),
            ColumnSchema("why", .string, .text, "why it was not given back yet", requests: "the journal"),
        ],
        defaultColumns: [
            "id", "run", "mine", "cluster", "kind", "resource", "valueNow", "valueBefore", "dueWhen", "overdue", "payable", "why",
        ], key: ["id"], cost: "the journal", examples: ["debts", "debts where overdue", "no debts where mine"])
}
