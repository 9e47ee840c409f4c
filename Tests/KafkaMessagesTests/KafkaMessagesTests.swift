import Testing

@Suite struct KafkaMessagesTests {}
