extension DisplayForm {
    /// `1 item`, `12 items`.
    package static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
