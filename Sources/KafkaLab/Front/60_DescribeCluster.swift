import KafkaMessages
import KafkaWire
import Network

extension DescribeClusterRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<DescribeClusterResponse> {
        if asked.cameToController { return .now(atController(asked)) }
        guard endpointType == 1 else {
            return .now(failed(endpointType == 2 ? .mismatchedEndpointType : .unsupportedEndpointType, asked))
        }
        var response = DescribeClusterResponse()
        response.clusterId = asked.cluster.id
        response.controllerId = asked.advertisedController
        response.endpointType = 1
        if includeClusterAuthorizedOperations { response.clusterAuthorizedOperations = asked.clusterOperations }
        for id in asked.cluster.brokerIDs {
            guard let broker = asked.cluster.brokers[id], includeFencedBrokers || !broker.isFenced, !broker.lacksListener else { continue }
            let address = asked.address(id)
            response.brokers.append(
                .init(brokerId: id, host: address.host, port: address.port, rack: broker.rack, isFenced: broker.isFenced))
        }
        return .now(response)
    }

    /// A controller's own listener tells the controllers, and which of them is active.
    private func atController(_ asked: Asked) -> DescribeClusterResponse {
        guard endpointType == 2 else { return failed(.mismatchedEndpointType, asked) }
        var response = DescribeClusterResponse()
        response.clusterId = asked.cluster.id
        response.controllerId = asked.cluster.controller ?? -1
        response.endpointType = 2
        response.brokers = asked.controllers.sorted { $0.key < $1.key }.map {
            .init(brokerId: $0.key, host: $0.value.host, port: Int32($0.value.port), rack: nil)
        }
        return response
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeClusterResponse {
        DescribeClusterResponse(errorCode: code, errorMessage: code.meaning, clusterId: asked.cluster.id)
    }
}
