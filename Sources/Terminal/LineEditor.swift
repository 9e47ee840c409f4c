import CLibedit
import Language
import Platform

/// libedit on the process's terminal: entries of several lines, history, Tab, a paste that never runs by itself.
package final class LineEditor: LineReader {
    /// nil before it is open, and where that failed.
    private var editor: OpaquePointer?
    private let program: any LineEditing
    private let coloured: Bool
    private var history = EntryHistory()
    private var keys = KeyDecoder()
    private var search: EntrySearch?
    /// Larger terminals than this in either direction are none: libedit makes two pictures of them, and does not notice where memory is short.
    private static let largest = 4000

    /// Opens the editor; nil where the terminal is too simple for one (then lines are read plainly).
    /// - Parameter coloured: Hints may carry colour.
    package init?(serving program: any LineEditing, coloured: Bool = false) {
        if let size = TerminalSize.of(.standardInput), max(size.columns, size.rows) > Self.largest { return nil }
        self.program = program
        self.coloured = coloured
        // C holds the address for as long as `line_editor` lives, which this object closes in its `deinit`; it calls only while `read` is called on
        // it.
        let callbacks = line_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(), wait: waitForKey, translate: translate, is_complete: isComplete,
            open: openHint,
            complete: complete, recall: recall, search: searchStep, stop: stop)
        guard let opened = line_editor_open("mend", callbacks) else { return nil }
        editor = opened
        for key in EditorKey.allCases { line_editor_bind(opened, key.bytes, key.command, key == .pasteBegin ? 1 : 0) }
        for key in EditorKey.others { line_editor_bind(opened, key.bytes, key.command, key.isKept ? 1 : 0) }
        line_editor_configure(opened)
    }

    deinit {
        if let editor { line_editor_close(editor) }
    }

    package func read(prompt: String) -> LineRead {
        guard let editor else { return .ended }
        if let size = TerminalSize.of(.standardInput), max(size.columns, size.rows) > Self.largest { return .ended }
        keys = KeyDecoder()
        search = nil
        // Only while a line is typed: at other times the system's own way is right.
        SignalPipe.listen(to: .stop)
        SignalPipe.listen(to: .goOn)
        defer {
            SignalPipe.leaveToSystem(.stop)
            SignalPipe.leaveToSystem(.goOn)
        }
        var text: UnsafePointer<CChar>?
        var length = 0
        let result = line_editor_read(editor, prompt, &text, &length)
        switch Int(result) {
        case line_accepted:
            guard let text else { return .ended }
            var entry = String(cString: text)
            if entry.hasSuffix("\n") { entry.removeLast() }
            return .entry(entry)
        case line_cancelled: return .cancelled
        default: return .ended
        }
    }

    package func remember(_ entry: String) { history.add(entry) }

    package func preset(_ text: String) {
        if let editor { line_editor_preset(editor, text) }
    }

    package func announce(_ text: String) {
        if let editor { line_editor_print_above(editor, ForeignText.inLines(text)) }
    }

    // MARK: - What C asks

    fileprivate func key() -> KeyWait { program.waitForKey() }

    fileprivate func entryIsComplete(_ text: String) -> Bool { program.isComplete(text) }

    fileprivate func bytes(for byte: UInt8, isPasted: Bool, hasMore: Bool) -> [UInt8] {
        isPasted ? [byte] : keys.take(byte, hasMore: hasMore)
    }

    /// `… {`.
    fileprivate func continuation(at text: String) -> String {
        let open = program.open(at: text)
        return Colour.dim.prompt(open.isEmpty ? "…" : "… \(open)", enabled: coloured)
    }

    /// Inserts what all candidates share; where that is nothing, lists them.
    fileprivate func completeWord(in text: String, at cursor: Int) -> Bool {
        let completions = program.completions(of: text, at: cursor)
        guard !completions.candidates.isEmpty, let editor else { return false }
        let inserted = completions.commonSuffix
        if !inserted.isEmpty {
            let isWhole = completions.candidates.count == 1 && !inserted.hasSuffix("(")
            line_editor_insert(editor, isWhole ? inserted + " " : inserted)
        } else if completions.candidates.count == 1 {
            line_editor_insert(editor, " ")
        } else {
            let width = TerminalSize.of(.standardOutput)?.columns ?? 80
            line_editor_print_above(editor, WordColumns.fit(completions.candidates.map(Self.listed), width: width))
        }
        return true
    }

    /// A candidate inside quotes brings the end of them; in a list that is noise.
    private static func listed(_ candidate: String) -> String {
        candidate.hasSuffix("\"") && !candidate.hasPrefix("\"") ? String(candidate.dropLast()) : candidate
    }

    fileprivate func recallEntry(from text: String, at cursor: Int, isOlder: Bool) -> Bool {
        let before = String(decoding: Array(text.utf8).prefix(cursor), as: UTF8.self)
        guard let editor, let entry = history.step(from: text, before: before, isOlder: isOlder) else { return false }
        line_editor_replace(editor, entry, entry.utf8.count)
        return true
    }

    /// - Parameter character: nil: the search begins.
    fileprivate func takeForSearch(_ character: UnicodeScalar?, in text: String, at cursor: Int) -> Int {
        guard let editor else { return Int(line_search_over) }
        var current = search ?? EntrySearch(text: text, cursor: cursor)
        let step = character.map { current.take($0, in: history) } ?? .goesOn
        if step == .goesOn {
            search = current
            line_editor_set_search(editor, current.prompt)
        } else {
            search = nil
            line_editor_set_search(editor, nil)
        }
        if step == .isGivenUp {
            line_editor_replace(editor, current.before.text, current.before.cursor)
        } else if step == .goesOn, let found = current.found {
            line_editor_replace(editor, history.entries[found.index], found.offset)
        }
        switch step {
        case .goesOn: return Int(line_search_goes_on)
        case .isGivenUp: return Int(line_search_over)
        case .isTaken: return Int(line_search_over_with_key)
        }
    }
}

private func editor(_ context: UnsafeMutableRawPointer?) -> LineEditor? {
    context.map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
}

// Named functions, not closures: C calls them.

private func waitForKey(_ context: UnsafeMutableRawPointer?) -> Int32 {
    switch editor(context)?.key() {
    case .readable: Int32(line_wait_readable)
    case .cancelled: Int32(line_wait_cancelled)
    case .resized: Int32(line_wait_resized)
    case .stopped: Int32(line_wait_stopped)
    case .continued: Int32(line_wait_continued)
    case .ended, nil: Int32(line_wait_ended)
    }
}

private func translate(
    _ context: UnsafeMutableRawPointer?, _ byte: UInt8, _ isPasted: Int32, _ hasMore: Int32, _ into: UnsafeMutablePointer<UInt8>?
) -> Int32 {
    guard let into, let editor = editor(context) else { return 0 }
    let bytes = editor.bytes(for: byte, isPasted: isPasted != 0, hasMore: hasMore != 0).prefix(Int(line_key_capacity))
    for (index, byte) in bytes.enumerated() { into[index] = byte }
    return Int32(bytes.count)
}

private func isComplete(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?) -> Int32 {
    guard let text, let editor = editor(context) else { return 1 }
    return editor.entryIsComplete(String(cString: text)) ? 1 : 0
}

private func openHint(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?, _ into: UnsafeMutablePointer<CChar>?) {
    guard let text, let into, let editor = editor(context) else { return }
    let bytes = editor.continuation(at: String(cString: text)).utf8CString
    guard bytes.count <= Int(line_hint_capacity) else { return }
    for (index, byte) in bytes.enumerated() { into[index] = byte }
}

private func complete(
    _ context: UnsafeMutableRawPointer?, _ editorPointer: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ cursor: Int
) -> Int32 {
    guard let text, let editor = editor(context) else { return 0 }
    return editor.completeWord(in: String(cString: text), at: cursor) ? 1 : 0
}

private func recall(
    _ context: UnsafeMutableRawPointer?, _ editorPointer: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ cursor: Int, _ isOlder: Int32
) -> Int32 {
    guard let text, let editor = editor(context) else { return 0 }
    return editor.recallEntry(from: String(cString: text), at: cursor, isOlder: isOlder != 0) ? 1 : 0
}

private func searchStep(
    _ context: UnsafeMutableRawPointer?, _ editorPointer: OpaquePointer?, _ character: Int32, _ text: UnsafePointer<CChar>?, _ cursor: Int
) -> Int32 {
    guard let text, let editor = editor(context) else { return Int32(line_search_over) }
    let scalar = character < 0 ? nil : UnicodeScalar(UInt32(character)) ?? "\u{FFFD}"
    return Int32(editor.takeForSearch(scalar, in: String(cString: text), at: cursor))
}

private func stop(_ context: UnsafeMutableRawPointer?) { SignalPipe.stopHere() }
