import Engine

/// Temporary settings that are given back.
extension KafkaCluster {
    package func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment {
        .notNow(Cause("\(debt.intent.kind) \(debt.intent.name): this version gives nothing back by itself yet"))
    }
}
