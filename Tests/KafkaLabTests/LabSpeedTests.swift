import Testing

@testable import KafkaLab

@Suite("How fast a lab goes")
struct LabSpeedTests {
    @Test(
        "virtual time is the loop's times the speed, and back",
        arguments: [("1", 1.0, 5_000), ("40", 40.0, 200_000), ("0.5", 0.5, 2_500), ("3600", 3600.0, 18_000_000)])
    func scales(text: String, seconds: Double, virtualMs: Int64) throws {
        let speed = try #require(LabSpeed(seconds: seconds))
        #expect(speed.description == text)
        #expect(speed.virtual(5_000_000_000) == virtualMs * 1_000_000)
        #expect(speed.real(virtualMs * 1_000_000) == 5_000_000_000)
    }

    @Test("what does not fit is the largest number, and what is no speed is refused")
    func ends() {
        #expect(LabSpeed(3600).virtual(.max) == .max)
        #expect(LabSpeed(seconds: 0.001)?.real(.max) == .max)
        #expect(LabSpeed(1).virtual(-1) == 0)
        for seconds in [0, -1, 0.0001, 3601, .nan, .infinity] { #expect(LabSpeed(seconds: seconds) == nil) }
    }
}
