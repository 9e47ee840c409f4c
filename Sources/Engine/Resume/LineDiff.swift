/// What is to be taken away from some lines and added to make others of them.
enum LineDiff {
    /// More pairs of lines than this are not compared one by one: the whole of both is shown.
    private static let most = 1_000_000

    /// Lines with `- `, `+ ` or two spaces before them: a line of what is the same stands around each change, `…` for the rest.
    static func of(_ old: [String], _ new: [String]) -> [String] {
        guard old != new else { return [] }
        return around(changes(old, new))
    }

    private enum Change: Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// By the longest common subsequence of the lines.
    private static func changes(_ old: [String], _ new: [String]) -> [Change] {
        guard old.count * new.count <= most else { return old.map { .removed($0) } + new.map { .added($0) } }
        // common[i][j]: how many lines old[i...] and new[j...] have in common, in order.
        var common = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                common[i][j] = old[i] == new[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
            }
        }
        var changes: [Change] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                changes.append(.same(old[i]))
                (i, j) = (i + 1, j + 1)
            } else if j >= new.count || (i < old.count && common[i + 1][j] >= common[i][j + 1]) {
                changes.append(.removed(old[i]))
                i += 1
            } else {
                changes.append(.added(new[j]))
                j += 1
            }
        }
        return changes
    }

    private static func around(_ changes: [Change]) -> [String] {
        func isChange(_ index: Int) -> Bool {
            guard changes.indices.contains(index) else { return false }
            if case .same = changes[index] { return false }
            return true
        }
        var lines: [String] = []
        var isCut = false
        for (index, change) in changes.enumerated() {
            switch change {
            case .removed(let line): lines.append("- \(line)")
            case .added(let line): lines.append("+ \(line)")
            case .same(let line):
                if isChange(index - 1) || isChange(index + 1) { lines.append("  \(line)") } else if !isCut { lines.append("  …") }
                isCut = !(isChange(index - 1) || isChange(index + 1))
                continue
            }
            isCut = false
        }
        return lines
    }
}
