/// Where a reader stands inside the tagged section at a struct's end.
package struct TagSection: Sendable {
    fileprivate var left: UInt32
    fileprivate var fieldEnd: Int?
    fileprivate var outerLimit: Int
}

extension WireReader {
    /// Opens the tagged section at the end of a struct; an empty one when the version is not flexible.
    @inline(never)
    package mutating func tagSection() -> TagSection {
        TagSection(left: flexible ? unsignedVarint() : 0, fieldEnd: nil, outerLimit: limit)
    }

    /// The next tag, its payload bounded by its size; nil at the section's end. What is left of the field before it is skipped, so
    /// a tag that nobody knows costs nothing.
    @inline(never)
    package mutating func nextTag(_ section: inout TagSection) -> UInt32? {
        if let end = section.fieldEnd {
            if fault == nil { offset = end }
            limit = section.outerLimit
            section.fieldEnd = nil
        }
        // After a fault the window is closed again, so that the reads that follow yield nothing.
        guard fault == nil else {
            offset = limit
            return nil
        }
        guard section.left > 0 else { return nil }
        section.left -= 1
        let tag = unsignedVarint()
        let size = Int(unsignedVarint())
        guard fault == nil else { return nil }
        guard size <= remaining else {
            fail(.truncated)
            return nil
        }
        section.fieldEnd = offset + size
        limit = offset + size
        return tag
    }

    /// Skips the tagged section of a struct that has no tags of its own.
    @inline(never)
    package mutating func skipTags() {
        guard flexible else { return }
        var left = unsignedVarint()
        while left > 0, fault == nil {
            _ = unsignedVarint()
            skip(Int(unsignedVarint()))
            left -= 1
        }
    }
}
