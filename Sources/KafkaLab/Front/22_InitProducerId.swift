import KafkaMessages
import KafkaWire

extension InitProducerIdRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<InitProducerIdResponse> {
        let mayWrite = asked.mayOnCluster(.idempotentWrite) || asked.cluster.topicNames.contains { asked.may(.write, topic: $0) }
        guard transactionalId != nil || mayWrite else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        // There is no transaction coordinator here.
        guard transactionalId == nil else { return .now(failed(.coordinatorNotAvailable, asked)) }
        var response = InitProducerIdResponse()
        response.producerId = asked.cluster.nextProducerID
        response.producerEpoch = 0
        asked.cluster.nextProducerID += 1
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> InitProducerIdResponse {
        InitProducerIdResponse(errorCode: code, producerId: -1, producerEpoch: -1)
    }
}
