import Engine

extension Chart {
    /// The charts of a run: of what was read anyhow, where there is more to see than a line at zero.
    static func all(of told: PostMortem) -> [Chart] {
        [partitions(told), brokers(told), lag(told), bytes(told), items(told)].compactMap { $0 }
    }

    private init(_ told: PostMortem, id: String, title: String, caption: String, unit: Unit, lines: [Line], limit: Double? = nil) {
        self.init(
            id: id, title: title, caption: caption, unit: unit, lines: lines, limit: limit, fromMs: told.startedMs,
            toMs: max(told.lastMs, told.startedMs + 1_000), pauses: told.pauses, marks: told.marks)
    }

    private static func points(_ told: PostMortem, _ value: (ClusterCounts) -> ClusterCounts.Amount?) -> [Point] {
        told.counts.compactMap { counts in
            value(counts).map { Point(atMs: counts.readMs, value: Double($0.value), isLowerBound: $0.isLowerBound) }
        }
    }

    private static func partitions(_ told: PostMortem) -> Chart? {
        let lines = [
            Line(name: "offline", look: .bad, points: points(told) { $0.offline.map { .init($0) } }),
            Line(
                name: "under-replicated", look: .warning, points: points(told) { $0.underReplicated.map { .init($0) } },
                unknown: told.counts.filter { $0.offline != nil && $0.underReplicated == nil }.map(\.readMs)),
            Line(
                name: "some replica not in sync", look: .quiet,
                points: points(told) { $0.outOfSync.map { .init($0) } }),
        ].filter { !$0.points.isEmpty }
        guard lines.contains(where: { $0.points.count > 1 }), lines.contains(where: { $0.points.contains { $0.value > 0 } }) else {
            return nil
        }
        return Chart(
            told, id: "partitions", title: "Partitions",
            caption:
                "Each dot is a reading. Copies under way count as not in sync; whether a replica is lost or being copied not every reading tells.",
            unit: .partitions, lines: lines)
    }

    private static func brokers(_ told: PostMortem) -> Chart? {
        let line = points(told) { $0.liveBrokers.map { .init($0) } }
        guard Set(line.map(\.value)).count > 1 else { return nil }
        return Chart(
            told, id: "brokers", title: "Live brokers", caption: "Brokers that the cluster counted as live.", unit: .brokers,
            lines: [Line(name: "live", look: .first, points: line)])
    }

    private static func lag(_ told: PostMortem) -> Chart? {
        var lines = [Line(name: "all groups", look: .first, points: points(told, \.lag), isStepped: false)]
        let names = Set(told.counts.flatMap(\.groupLags.keys)).sorted()
        for (index, name) in names.prefix(Look.plain.count - 1).enumerated() {
            lines.append(Line(name: name, look: Look.plain[index + 1], points: points(told) { $0.groupLags[name] }, isStepped: false))
        }
        lines.removeAll { $0.points.isEmpty }
        guard lines.contains(where: { $0.points.count > 1 }) else { return nil }
        let left = names.count > Look.plain.count - 1 ? " \(names.count - Look.plain.count + 1) more groups are in the table below." : ""
        let least =
            lines.contains { $0.points.contains(where: \.isLowerBound) } ? " Some of a lag was not known: it is at least this much." : ""
        return Chart(
            told, id: "lag", title: "Lag of consumer groups", caption: "Records not yet read by their groups.\(left)\(least)",
            unit: .records,
            lines: lines)
    }

    private static func bytes(_ told: PostMortem) -> Chart? {
        let effects = told.effects.filter { effect in effect.bytes != nil && effect.progress.count { $0.bytesDone != nil } > 1 }
        let lines = zip(effects, Look.plain).map { effect, look in
            Line(
                name: "\(effect.effect), \(effect.step)", look: look,
                points: effect.progress.compactMap { point in point.bytesDone.map { Point(atMs: point.atMs, value: Double($0)) } },
                isStepped: false)
        }
        guard !lines.isEmpty else { return nil }
        let planned = effects.prefix(Look.plain.count).compactMap(\.bytes).max().map { Double($0) }
        let left = effects.count > lines.count ? " \(effects.count - lines.count) more effects that moved data are not drawn." : ""
        return Chart(
            told, id: "bytes", title: "Bytes moved",
            caption: "Whole partitions, and of those under way as much as had been copied.\(left)",
            unit: .bytes, lines: lines, limit: planned)
    }

    /// Effects that move no bytes, and took a while.
    private static func items(_ told: PostMortem) -> Chart? {
        let effects = told.effects.filter { effect in
            guard effect.bytes == nil, effect.items.count > 1, let first = effect.progress.first, let last = effect.progress.last else {
                return false
            }
            return effect.progress.count > 2 && last.atMs - first.atMs >= 3_000
        }
        let lines = zip(effects, Look.plain).map { effect, look in
            Line(
                name: "\(effect.effect), \(effect.step)", look: look,
                points: effect.progress.map { Point(atMs: $0.atMs, value: Double($0.over)) })
        }
        guard !lines.isEmpty else { return nil }
        return Chart(
            told, id: "items", title: "Items settled", caption: "Of effects that move no data.", unit: .items, lines: lines,
            limit: effects.prefix(Look.plain.count).map { Double($0.items.count) }.max())
    }
}

extension PostMortem {
    /// Times between a last record and the moment at which somebody took the run up.
    var pauses: [Range<Int>] {
        zip(drivers, drivers.dropFirst()).compactMap { earlier, later in
            later.fromMs - earlier.untilMs > 1_000 ? earlier.untilMs..<later.fromMs : nil
        }
    }

    /// Steps that took long enough to be seen, by their numbers.
    var marks: [Chart.Mark] {
        steps.enumerated().compactMap { index, step in
            guard let began = step.beganMs, step.state != .skipped else { return nil }
            return Chart.Mark(atMs: began, label: String(index + 1), title: step.name)
        }
    }
}
