import Testing

@Suite struct KafkaClientTests {}
