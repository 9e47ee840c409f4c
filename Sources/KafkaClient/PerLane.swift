/// Something of each of the two lanes.
struct PerLane<Value> {
    private var direct: Value
    private var forwarded: Value

    /// The same for both.
    init(_ value: Value) {
        direct = value
        forwarded = value
    }

    subscript(lane: Lane) -> Value {
        get { lane == .direct ? direct : forwarded }
        _modify {
            if lane == .direct { yield &direct } else { yield &forwarded }
        }
    }

    /// Whether it holds of either.
    func contains(where predicate: (Value) -> Bool) -> Bool { predicate(direct) || predicate(forwarded) }
}
