import Testing

@Suite struct KafkaLabTests {}
