import KafkaMessages
import KafkaWire

extension ListGroupsRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<ListGroupsResponse> {
        let own = (asked.cluster.topics["__consumer_offsets"]?.partitions ?? []).filter { $0.leader == asked.broker.id }
        if own.contains(where: { asked.cluster.now < $0.loadedAt }) { return .now(failed(.coordinatorLoadInProgress, asked)) }
        let states = Set<NameKey>(statesFilter.map { $0.lowercased() })
        let types = Set<NameKey>(typesFilter.map { $0.lowercased() })
        var response = ListGroupsResponse()
        for id in asked.cluster.groups.keys.sorted() {
            guard let group = asked.cluster.groups[id], asked.cluster.coordinatorState(of: id, at: asked.broker.id) == .none else {
                continue
            }
            guard asked.mayOnCluster(.describe) || asked.may(.describe, group: id) else { continue }
            guard states.isEmpty || states.contains(group.stateName.lowercased()) else { continue }
            guard types.isEmpty || types.contains(group.typeName) else { continue }
            var row = ListGroupsResponse.ListedGroup(groupId: id, protocolType: group.protocolType)
            if asked.version >= 4 { row.groupState = group.stateName }
            if asked.version >= 5 { row.groupType = group.typeName }
            response.groups.append(row)
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ListGroupsResponse { ListGroupsResponse(errorCode: code) }
}
