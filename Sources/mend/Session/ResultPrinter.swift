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
    /// Each row as a list of its own: `:x`.
    var isExpanded = false
    /// What shows more lines than the screen has, at a prompt; nil: all lines are written, as to a pipe.
    var paging: Paging?
    /// What a `watch` has drawn and something else will be drawn over.
    private var lastTick: Evaluated?
    /// What was shown last, for `:all`, `:save`, `:pipe`.
    private var last: Shown?

    private enum Shown {
        case value(Evaluated)
        case description(Description)
    }

    /// How a prompt shows what is longer than the screen.
    struct Paging {
        /// Shows lines; false where it could not.
        var pager: ((StyledLines) -> Bool)?
    }

    init(screen: Screen, form: OutputForm) {
        self.screen = screen
        self.form = form
    }

    /// What `--output` says; a table where it says nothing.
    static func form(of invocation: Invocation) -> OutputForm {
        invocation.value("output").flatMap(OutputForm.init) ?? .table
    }

    private var options: OutputOptions {
        var options = OutputOptions(form: form, width: screen.width, today: TimeText.day(ofMs: Int(SystemClock.wallMilliseconds())))
        options.isExpanded = isExpanded
        options.whole = paging == nil ? "a pipe gets it whole" : "`:x` shows it whole"
        return options
    }

    /// A result of a statement: data.
    func show(_ evaluated: Evaluated) { show(.value(evaluated)) }

    private func show(_ shown: Shown, isWhole: Bool = false) {
        last = shown
        emit(rendered(shown, options), mayPage: !isWhole)
    }

    private func rendered(_ shown: Shown, _ options: OutputOptions) -> Rendered {
        switch shown {
        case .description(let description):
            Renderer.description(description, options, rows: options.width == nil ? nil : screen.height.map { $0 - 2 })
        case .value(let evaluated):
            if let plan = evaluated.plan {
                Renderer.plan(plan, hash: plan.hash, options)
            } else {
                Renderer.render(evaluated.value, reading: evaluated.reading, because: evaluated.because, options)
            }
        }
    }

    /// Shows the last result again; false where there is none.
    /// - Parameter isWhole: all of it, whatever the screen holds.
    @discardableResult
    func showAgain(isWhole: Bool = false) -> Bool {
        guard let last else { return false }
        show(last, isWhole: isWhole)
        return true
    }

    /// The last result as text for elsewhere, fitted to no width; nil where there is none.
    /// - Parameter isWhole: what stands below it belongs to it, in the forms that people read.
    func lastResult(as form: OutputForm, isWhole: Bool) -> (bytes: [UInt8], footer: String?)? {
        guard let last else { return nil }
        var options = options
        options.form = form
        options.width = nil
        options.whole = nil
        let rendered = rendered(last, options)
        var lines = rendered.body
        if isWhole, form == .table || form == .md, let footer = rendered.footer { lines.append(contentsOf: [StyledText(""), footer]) }
        return (lines.bytes, rendered.footer?.plain)
    }

    /// All about a thing whose name alone was typed.
    func show(_ description: Description) { show(.description(description)) }

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

    private func emit(_ rendered: Rendered, mayPage: Bool = false) {
        var hidden = 0
        if mayPage, let paging, let height = screen.height, isTaller(rendered.body, than: max(1, height - Self.linesBeside)) {
            if paging.pager?(rendered.body) != true {
                let shown = rendered.body.prefix(max(1, height - Self.linesBeside - 1))
                hidden = rendered.body.count - shown.count
                write(shown)
            }
        } else {
            write(rendered.body)
        }
        if hidden > 0 { screen.say("\(Self.grouped(hidden)) more\(isExpanded ? " lines" : "") · `take 50`, `:all`, `:save rows.csv`") }
        if let footer = rendered.footer, !screen.isQuiet { screen.say(text(footer, colour: screen.coloursError)) }
    }

    /// Whether lines take more of the screen; one that is too wide takes several.
    private func isTaller(_ lines: StyledLines, than most: Int) -> Bool {
        guard lines.count <= most, let width = screen.width, width > 0 else { return lines.count > most }
        return lines.lines.reduce(0) { $0 + max(1, ($1.width + width - 1) / width) } > most
    }

    /// The footer, and the line of the prompt.
    private static let linesBeside = 2

    /// `1,422`.
    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// One write for the whole result: a table has thousands of lines.
    private func write(_ lines: StyledLines) {
        if !lines.isEmpty { screen.show(lines: bytes(of: lines, coloured: screen.coloursOutput)) }
    }

    /// The lines as they go to a terminal, on which the CR at the end of a line of CSV moves nothing.
    func bytes(of lines: StyledLines, coloured: Bool) -> [UInt8] {
        coloured ? lines.lines.flatMap { (text($0.withoutReturn, colour: true) + "\n" as Painted).bytes } : lines.bytes
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
