/// A place in a source text: which file, and the half-open range of its UTF-8 bytes.
///
/// Spans also name syntax: no two expressions of a program share one, so what the checker learns of an expression is kept by its span.
package struct Span: Hashable, Sendable {
    /// The file's number within the program (`SourceFile.id`).
    package var file: Int32
    /// The first byte, counted in UTF-8 from the start of the text.
    package var start: Int32
    /// One past the last byte.
    package var end: Int32

    package init(file: Int32, start: Int32, end: Int32) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// The smallest span that holds both.
    package func union(_ other: Span) -> Span {
        Span(file: file, start: min(start, other.start), end: max(end, other.end))
    }
}
