extension KafkaRelease {
    /// Whether dynamic broker settings that the configuration does not define, such as throttle rates, are described as secrets, without a
    /// value: 2.4.1 does, 2.8.2 does not.
    var hidesUndefinedConfigs: Bool { self < KafkaRelease(2, 8) }
}
