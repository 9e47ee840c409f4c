import KafkaMessages
import KafkaWire

extension DescribeClusterRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<DescribeClusterResponse> {
        guard endpointType == 1 else {
            return .now(failed(endpointType == 2 ? .mismatchedEndpointType : .unsupportedEndpointType, asked))
        }
        var response = DescribeClusterResponse()
        response.clusterId = asked.cluster.id
        response.controllerId = asked.advertisedController
        response.endpointType = 1
        if includeClusterAuthorizedOperations { response.clusterAuthorizedOperations = AllowedOperations.cluster }
        for id in asked.cluster.brokerIDs {
            guard let broker = asked.cluster.brokers[id], includeFencedBrokers || !broker.isFenced else { continue }
            let address = asked.address(id)
            response.brokers.append(
                .init(brokerId: id, host: address.host, port: address.port, rack: broker.rack, isFenced: broker.isFenced))
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeClusterResponse {
        DescribeClusterResponse(errorCode: code, errorMessage: code.meaning, clusterId: asked.cluster.id)
    }
}
