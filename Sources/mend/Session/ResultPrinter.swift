import Commands
import Engine
import Language
import Output
import Platform
import Terminal

/// Prints results in the form asked for: lines on standard output, footers beside them.
final class ResultPrinter {
    private let screen: Screen
    /// Changed by `:format`.
    var form: OutputForm
    /// What a `watch` has drawn and something else will be drawn over.
    private var lastTick: Evaluated?

    init(screen: Screen, form: OutputForm) {
        self.screen = screen
        self.form = form
    }

    /// What `--output` says; a table where it says nothing.
    static func form(of invocation: Invocation) -> OutputForm {
        invocation.value("output").flatMap(OutputForm.init) ?? .table
    }

    private var options: OutputOptions {
        OutputOptions(form: form, width: screen.width, today: TimeText.day(ofMs: Int(SystemClock.wallMilliseconds())))
    }

    /// A result of a statement: data.
    func show(_ evaluated: Evaluated) {
        if let plan = evaluated.plan { return emit(Renderer.plan(plan, hash: plan.hash, options)) }
        emit(Renderer.render(evaluated.value, reading: evaluated.reading, options))
    }

    /// A reading of `watch`: drawn over the last one on a terminal, said once each in a pipe.
    func tick(_ evaluated: Evaluated) {
        if screen.coloursError {
            screen.status(lines(of: evaluated.value))
            lastTick = evaluated
        } else {
            show(evaluated)
        }
    }

    /// The watch is over: its last reading stays.
    func endTicks() {
        guard let evaluated = lastTick else { return }
        lastTick = nil
        show(evaluated)
    }

    /// A value as lines beside the data: what a wait shows, what a question is about.
    func lines(of value: Value) -> [Painted] {
        var options = options
        options.form = .table
        let rendered = Renderer.render(value, options)
        return (rendered.lines + (rendered.footer.map { [$0] } ?? [])).map { text($0, colour: screen.coloursError) }
    }

    /// What an effect is about to do. With `--output json` that is data for whoever reviews it; else it belongs to the question.
    func showPlan(_ plan: EffectPlan, hash: String) {
        if form == .json || form == .jsonl { return emit(Renderer.plan(plan, hash: hash, options)) }
        var options = options
        options.form = .table
        let rendered = Renderer.plan(plan, hash: hash, options)
        for line in rendered.lines { screen.say(text(line, colour: screen.coloursError)) }
        if let footer = rendered.footer { screen.say(text(footer, colour: screen.coloursError)) }
    }

    /// What became of an effect. People see the items that need a look; programs all of them.
    func showResult(_ result: EffectResult) {
        guard let signature = Vocabulary.schema.effects.first(where: { $0.id == result.effect }) else { return }
        var rendered = Renderer.effect(
            result.effect, items: result.table(signature, hash: result.plan.hash), run: result.run, options)
        if form == .table, result.outcomes.allSatisfy({ $0?.outcome.kind == .done }) { rendered.body = StyledLines() }
        if result.outcomes.isEmpty, !result.plan.blocked.isEmpty {
            rendered.footer = StyledText("\(result.effect): nothing was touched, \(result.plan.blocked.count) blocked", .warning)
        } else if let footer = rendered.footer {
            rendered.footer = StyledText([.init("\(result.effect): ")] + footer.pieces)
        }
        emit(rendered)
    }

    private func emit(_ rendered: Rendered) {
        // One write for the whole result: a table has thousands of lines.
        if !rendered.body.isEmpty {
            if screen.coloursOutput {
                // On a terminal the CR at the end of a line of CSV moves nothing.
                screen.show(rendered.lines.map { text($0.withoutReturn, colour: true) }.joined(separator: "\n"))
            } else {
                screen.show(lines: rendered.body.bytes)
            }
        }
        if let footer = rendered.footer, !screen.isQuiet { screen.say(text(footer, colour: screen.coloursError)) }
    }

    private func text(_ line: StyledText, colour: Bool) -> Painted {
        line.pieces.map { piece in
            guard colour else { return Painted(piece.text) }
            return switch piece.style {
            case .plain: Painted(piece.text)
            case .header: Colour.bold.paint(piece.text, enabled: true)
            case .dim: Colour.dim.paint(piece.text, enabled: true)
            case .good: Colour.green.paint(piece.text, enabled: true)
            case .warning: Colour.yellow.paint(piece.text, enabled: true)
            case .bad: Colour.red.paint(piece.text, enabled: true)
            }
        }.joined()
    }
}

extension StyledText {
    /// The line without the CR that ends one of CSV.
    fileprivate var withoutReturn: StyledText {
        guard let last = pieces.last, last.text.hasSuffix("\r") else { return self }
        var line = self
        line.pieces[pieces.count - 1].text = String(decoding: last.text.utf8.dropLast(), as: UTF8.self)
        return line
    }
}
