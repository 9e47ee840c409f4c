import Testing

@Suite struct KafkaPrimitivesTests {}
