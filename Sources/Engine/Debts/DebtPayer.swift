import Journal

/// Gives debts back, one by one, and writes down what came of it.
struct DebtPayer {
    let cluster: any Cluster
    let log: RunLog
    let timing: ReadTiming
    let shared: SharedSettings

    enum Result {
        /// Another debt stands for it now.
        case handedDown
        case tried(DebtPayment)
    }

    /// - Parameter isBlind: through the controller, without having seen what stands: somebody has said yes to that.
    func pay(_ debt: Debt, isBlind: Bool = false) throws(Stop) -> Result {
        let asked: Debt
        let holder: Debt?
        switch shared.way(of: debt, paid: Set(log.state.paid.keys)) {
        case .handedDown(let other):
            try log.append(.paid(debt: debt.id, how: "handed down to \(other.id)"))
            return .handedDown
        case .pay(let adjusted, let leaving): (asked, holder) = (adjusted, leaving)
        }
        let payment: DebtPayment
        if let coming = mayStillCome(debt) {
            payment = coming
        } else {
            payment = isBlind ? cluster.payThroughController(asked, timing: timing) : cluster.pay(asked, timing: timing)
        }
        guard let how = payment.journaled(before: asked.intent.before) else {
            if let why = payment.why, log.state.whyUnpaid[debt.id] != why { try log.append(.unpaid(debt: debt.id, why: why)) }
            return .tried(payment)
        }
        let seen = isBlind ? "\(how) through the controller, without having seen what stood" : how
        try log.append(.paid(debt: debt.id, how: holder.map { "\(seen), as far as \($0.id) does not need it" } ?? seen))
        return .tried(how == "paid" ? .paid : payment)
    }

    /// Why a setting that does not stand may stand a moment later: an earlier process died while it was being made, or the effect that is the
    /// setting is in doubt; what was sent to the controller may still be applied. Nobody is freed of such a debt by a look that comes too early.
    private func mayStillCome(_ debt: Debt) -> DebtPayment? {
        let late = LateArrival.limitMs(isForwarded: true, requestTimeout: timing.requestTimeout)
        var left = Int.min
        if let began = log.inheritedPreparing[debt.effect] {
            // Its requests left within five times their own time: looks before, two askings, a look between them.
            let wait = 5 * (timing.requestTimeout / 1_000_000) + late
            left = wait - log.inheritedAge.ms(since: began, wait: wait)
        }
        let effect = EffectID(debt.effect).flatMap { log.state.effects[$0] }
        for case .doubt(let sentBy) in effect?.items ?? [] {
            left = max(left, late - log.inheritedAge.ms(since: Moment(wallMs: sentBy, boot: effect?.lastSent), wait: late))
        }
        guard left > 0 else { return nil }
        let until = log.clock.wallMs + left
        return .notBefore(until, Cause("what was asked for may still be applied until \(CalendarTime(milliseconds: until).rfc3339)"))
    }
}

extension DebtPayment {
    /// How the journal remembers a payment; nil: it is still owed.
    package func journaled(before: String?) -> String? {
        switch self {
        case .paid: "paid"
        // Paid before a crash: what stood before stands again.
        case .leftAlone(let standing) where standing == before: "paid"
        case .leftAlone(let standing): "left alone: \(standing) stands there now"
        case .notNow, .notBefore, .waitsForRun, .needsPerson, .elsewhere, .otherCluster, .blind: nil
        }
    }

    /// Why it is still owed; nil: it is not.
    package var why: String? {
        switch self {
        case .paid, .leftAlone: nil
        case .notNow(let cause), .notBefore(_, let cause), .waitsForRun(let cause), .needsPerson(let cause, _), .elsewhere(let cause),
            .otherCluster(let cause), .blind(let cause):
            cause.description
        }
    }
}
