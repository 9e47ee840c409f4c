// Made by kafka-codegen from InitProducerIdRequest.json and InitProducerIdResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension InitProducerIdRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 2, version: version)
        transactionalId = reader.nullableString()
        transactionTimeoutMs = reader.int32()
        if version >= 3 { producerId = reader.int64() }
        if version >= 3 { producerEpoch = reader.int16() }
        if version == 6 { enable2Pc = reader.bool() }
        if version == 6 { keepPreparedTxn = reader.bool() }
        reader.skipTags()
    }
}

extension InitProducerIdResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 2, message: "InitProducerIdResponse", version: version)
        writer.int32(throttleTimeMs)
        writer.errorCode(errorCode)
        writer.int64(producerId)
        writer.int16(producerEpoch)
        if version == 6 {
            writer.int64(ongoingTxnProducerId)
        } else if ongoingTxnProducerId != -1 {
            throw EncodingFailure.absent("InitProducerIdResponse", "OngoingTxnProducerId", version)
        }
        if version == 6 {
            writer.int16(ongoingTxnProducerEpoch)
        } else if ongoingTxnProducerEpoch != -1 {
            throw EncodingFailure.absent("InitProducerIdResponse", "OngoingTxnProducerEpoch", version)
        }
        writer.endStruct()
        try writer.end(message: "InitProducerIdResponse", version: version)
    }
}
