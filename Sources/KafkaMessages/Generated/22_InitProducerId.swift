// Made by kafka-codegen from InitProducerIdRequest.json and InitProducerIdResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `InitProducerIdRequest` (API key 22), versions 0-6, flexible from 2.
package struct InitProducerIdRequest: Sendable {
    /// `TransactionalId`: string, may be null.
    package var transactionalId: String?
    /// `TransactionTimeoutMs`: int32.
    package var transactionTimeoutMs: Int32
    /// `ProducerId`: int64, versions 3-6, default -1.
    package var producerId: Int64
    /// `ProducerEpoch`: int16, versions 3-6, default -1.
    package var producerEpoch: Int16
    /// `Enable2Pc`: bool, versions 6, default false.
    package var enable2Pc: Bool
    /// `KeepPreparedTxn`: bool, versions 6, default false.
    package var keepPreparedTxn: Bool

    /// Every field, each with its default.
    package init(
        transactionalId: String? = "",
        transactionTimeoutMs: Int32 = 0,
        producerId: Int64 = -1,
        producerEpoch: Int16 = -1,
        enable2Pc: Bool = false,
        keepPreparedTxn: Bool = false
    ) {
        self.transactionalId = transactionalId
        self.transactionTimeoutMs = transactionTimeoutMs
        self.producerId = producerId
        self.producerEpoch = producerEpoch
        self.enable2Pc = enable2Pc
        self.keepPreparedTxn = keepPreparedTxn
    }
}

extension InitProducerIdRequest: KafkaRequest {
    package typealias Response = InitProducerIdResponse
    package static var apiKey: Int16 { 22 }
    package static var name: String { "InitProducerId" }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static var latestStableVersion: Int16 { 5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 2, message: "InitProducerIdRequest", version: version)
        writer.nullableString(transactionalId)
        writer.int32(transactionTimeoutMs)
        if version >= 3 {
            writer.int64(producerId)
        } else if producerId != -1 {
            throw EncodingFailure.absent("InitProducerIdRequest", "ProducerId", version)
        }
        if version >= 3 {
            writer.int16(producerEpoch)
        } else if producerEpoch != -1 {
            throw EncodingFailure.absent("InitProducerIdRequest", "ProducerEpoch", version)
        }
        if version == 6 {
            writer.bool(enable2Pc)
        } else if enable2Pc {
            throw EncodingFailure.absent("InitProducerIdRequest", "Enable2Pc", version)
        }
        if version == 6 {
            writer.bool(keepPreparedTxn)
        } else if keepPreparedTxn {
            throw EncodingFailure.absent("InitProducerIdRequest", "KeepPreparedTxn", version)
        }
        writer.endStruct()
        try writer.end(message: "InitProducerIdRequest", version: version)
    }
}

/// Kafka's `InitProducerIdResponse` (API key 22), versions 0-6, flexible from 2.
package struct InitProducerIdResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ProducerId`: int64, default -1.
    package var producerId: Int64
    /// `ProducerEpoch`: int16.
    package var producerEpoch: Int16
    /// `OngoingTxnProducerId`: int64, versions 6, default -1.
    package var ongoingTxnProducerId: Int64
    /// `OngoingTxnProducerEpoch`: int16, versions 6, default -1.
    package var ongoingTxnProducerEpoch: Int16

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        producerId: Int64 = -1,
        producerEpoch: Int16 = 0,
        ongoingTxnProducerId: Int64 = -1,
        ongoingTxnProducerEpoch: Int16 = -1
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.producerId = producerId
        self.producerEpoch = producerEpoch
        self.ongoingTxnProducerId = ongoingTxnProducerId
        self.ongoingTxnProducerEpoch = ongoingTxnProducerEpoch
    }
}

extension InitProducerIdResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 2, version: version)
        throttleTimeMs = reader.int32()
        errorCode = reader.errorCode()
        producerId = reader.int64()
        producerEpoch = reader.int16()
        if version == 6 { ongoingTxnProducerId = reader.int64() }
        if version == 6 { ongoingTxnProducerEpoch = reader.int16() }
        reader.skipTags()
    }
}
