import Testing

@Suite struct KafkaWireTests {}
