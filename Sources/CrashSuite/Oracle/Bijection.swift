/// The effect log of the cluster against the intents of the journal: each thing asked for has an intent, and each intent is asked for once.
enum Bijection {
    static func breaches(_ reached: Reached, _ claims: Claims) -> [String] {
        var breaches = claims.breaches
        for (key, times) in reached.asked.sorted(by: { $0.key < $1.key }) {
            let asItem = claims.asked[key] ?? 0
            let asDebt = claims.owed[key] ?? 0
            if asItem + asDebt == 0 {
                breaches.append("journal and cluster differ: the cluster was asked for what no journal intends: \(key)")
            } else if asDebt == 0, times > asItem {
                breaches.append("applied twice: the cluster was asked \(times) times, the journal knows of \(asItem): \(key)")
            }
        }
        for (key, times) in reached.changed.sorted(by: { $0.key < $1.key }) {
            // Asked for again only where the first was read as not done: one of them changes something.
            // A setting that is owed is absolute: it may be made, given back and made again by a process that takes the run up.
            guard claims.owed[key] == nil else { continue }
            let allowed = claims.statements[key]?.count ?? 0
            if times > allowed { breaches.append("applied twice: done \(times) times: \(key)") }
        }
        for key in claims.answered.sorted() where reached.asked[key] == nil {
            breaches.append("journal and cluster differ: the journal has an answer for what the cluster was never asked: \(key)")
        }
        return breaches
    }
}
