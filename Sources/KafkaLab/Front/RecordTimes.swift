/// Which record is how old: the marks of a partition, read in both directions. Between two marks time runs evenly.
extension LabCluster {
    /// The timestamp of a record, in milliseconds since 1970.
    func timestamp(of offset: Int64, in partition: LabPartition) -> Int64 {
        let index = partition.firstBatch(endingAtOrAfter: offset)
        if index < partition.batches.count, partition.batches[index].baseOffset <= offset { return partition.batches[index].maxTimestamp }
        guard let after = partition.marks.firstIndex(where: { $0.offset > offset }) else { return calendar }
        guard after > 0 else { return epoch + partition.marks[0].time }
        let (low, high) = (partition.marks[after - 1], partition.marks[after])
        let share = Double(offset - low.offset) / Double(max(1, high.offset - low.offset))
        return epoch + low.time + Int64(share * Double(high.time - low.time))
    }

    /// The first record that is no older than that; nil where there is none.
    func offset(at timestamp: Int64, in partition: LabPartition) -> Int64? {
        let time = timestamp.subtractingReportingOverflow(epoch).partialValue
        guard let after = partition.marks.firstIndex(where: { $0.time >= time }) else { return nil }
        guard after > 0 else { return max(partition.logStart, partition.marks[0].offset) }
        let (low, high) = (partition.marks[after - 1], partition.marks[after])
        let share = Double(time - low.time) / Double(max(1, high.time - low.time))
        return max(partition.logStart, low.offset + Int64((share * Double(high.offset - low.offset)).rounded(.up)))
    }
}
