import Engine
import Journal
import Language

extension Renderer {
    /// What became of an effect: its items with `outcome`, `error`, `message` as the engine keeps them.
    package static func effect(_ id: String, items: Table, run: String?, _ options: OutputOptions) -> Rendered {
        switch options.form {
        case .json, .jsonl:
            var members: [JSONValue.Member] = [
                .init("effect", .string(id)), .init("items", .array(items.rows.map { JSONForm.row($0, items.shownColumns) })),
            ]
            if let run { members.append(.init("run", .string(run))) }
            return Rendered(lines: [line(.object(members))], footer: StyledText(counts(items), .dim))
        default:
            var rendered = render(items, options)
            rendered.footer = StyledText(counts(items), .dim)
            return rendered
        }
    }

    /// `8 done · 1 already so · 1 refused`.
    private static func counts(_ items: Table) -> String {
        guard let outcomes = items.column("outcome") else { return "\(items.rows.count) items" }
        let names = [("done", "done"), ("alreadySo", "already so"), ("refused", "refused"), ("unknown", "unknown")]
        let texts = items.rows.map { outcomes.value(at: $0) }
        let parts = names.compactMap { word, said in
            let count = texts.count { $0 == .text(word) }
            return count > 0 ? "\(DisplayForm.count(count)) \(said)" : nil
        }
        return parts.isEmpty ? "nothing to do" : parts.joined(separator: " · ")
    }

    /// What an effect would do.
    package static func plan(_ plan: EffectPlan, hash: String, _ options: OutputOptions) -> Rendered {
        let bytes = plan.items.reduce(Int?.some(0)) { sum, item in
            guard let sum, let bytes = item.bytes else { return nil }
            let (total, overflow) = sum.addingReportingOverflow(bytes)
            return overflow ? nil : total
        }
        switch options.form {
        case .json, .jsonl:
            let blocked = plan.blocked.map { item in
                JSONValue.object(key(item.key, plan) + [.init("why", .string(item.why))])
            }
            return Rendered(lines: [
                line([
                    "plan": .string(hash), "effect": .string(plan.effect),
                    "items": .array(plan.table.rows.map { JSONForm.row($0, plan.table.shownColumns) }), "blocked": .array(blocked),
                    "bytes": bytes.map { .int($0) } ?? ["unknown": "not every size could be read"],
                    "notices": .array(plan.notices.map { .string($0) }),
                ])
            ])
        case .csv: return render(plan.table, options)
        case .table, .md:
            // A head without rows says nothing.
            var rendered = plan.items.isEmpty ? Rendered(lines: []) : render(plan.table, options)
            func shown(_ text: String) -> String { options.form == .md ? MarkdownForm.escaped(text) : DisplayForm.visible(text) }
            for group in plan.blocked.told {
                rendered.body.append(StyledText([.init("\(group.count): ", .warning), .init(shown(group.why))]))
            }
            rendered.body.append(contentsOf: plan.notices.map { StyledText(shown($0), .warning) })
            var parts = ["\(DisplayForm.count(plan.items.count)) item\(plan.items.count == 1 ? "" : "s")"]
            if !plan.blocked.isEmpty { parts.append("\(DisplayForm.count(plan.blocked.count)) blocked") }
            if bytes != 0 { parts.append(bytes.map { DisplayForm.size($0) } ?? "size unknown") }
            rendered.footer = StyledText((parts + ["plan \(hash)"]).joined(separator: " · "), .dim)
            return rendered
        }
    }

    private static func key(_ key: [JSONValue], _ plan: EffectPlan) -> [JSONValue.Member] {
        key.enumerated().map { index, value in
            .init(index < plan.table.key.count ? plan.table.key[index] : "key\(index + 1)", value)
        }
    }

    /// A gate that said no, as `--output json` tells it.
    package static func failedGate(_ gate: String, because: String, undecided: Bool = false) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("gate", .string(gate)), .init("satisfied", .bool(false)), .init("because", .string(because)),
        ]
        if undecided { members.append(.init("undecided", .bool(true))) }
        return .object(members)
    }
}
