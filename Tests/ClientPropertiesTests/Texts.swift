/// In a file of its own, without Foundation, whose `contains` would stand beside the program's.
extension StringProtocol {
    /// Whether the bytes of `part` stand somewhere in it.
    func holds(_ part: String) -> Bool { contains(part) }
}
