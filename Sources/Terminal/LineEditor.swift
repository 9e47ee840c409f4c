import CLibedit
import Platform

/// libedit on the process's terminal: entries of several lines, history, Tab, a paste that never runs by itself.
package final class LineEditor: LineReader {
    /// nil after `close`.
    private var editor: OpaquePointer?
    private let program: any LineEditing

    /// Opens the editor; nil where the terminal is too simple for one (then lines are read plainly).
    package init?(serving program: any LineEditing) {
        self.program = program
        let callbacks = line_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(), wait: waitForKey, is_complete: isComplete, complete: complete)
        guard let opened = line_editor_open("mend", callbacks) else { return nil }
        editor = opened
    }

    deinit {
        if let editor { line_editor_close(editor) }
    }

    package func read(prompt: String) -> LineRead {
        guard let editor else { return .ended }
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

    package func remember(_ entry: String) {
        if let editor { line_editor_add_history(editor, entry) }
    }

    package func preset(_ text: String) {
        if let editor { line_editor_preset(editor, text) }
    }

    package func announce(_ text: String) {
        if let editor { line_editor_print_above(editor, ForeignText.inLines(text)) }
    }

    fileprivate func key() -> KeyWait { program.waitForKey() }

    fileprivate func entryIsComplete(_ text: String) -> Bool { program.isComplete(text) }

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
            line_editor_print_above(editor, WordColumns.fit(completions.candidates, width: width))
        }
        return true
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
    case .ended, nil: Int32(line_wait_ended)
    }
}

private func isComplete(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?) -> Int32 {
    guard let text, let editor = editor(context) else { return 1 }
    return editor.entryIsComplete(String(cString: text)) ? 1 : 0
}

private func complete(
    _ context: UnsafeMutableRawPointer?, _ editorPointer: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ cursor: Int
) -> Int32 {
    guard let text, let editor = editor(context) else { return 0 }
    return editor.completeWord(in: String(cString: text), at: cursor) ? 1 : 0
}
