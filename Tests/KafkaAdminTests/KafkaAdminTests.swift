import Testing

@Suite struct KafkaAdminTests {}
