// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// What runs once a line, a statement or a screen is made small: the program is one file that people copy to where they need it.
let small: [SwiftSetting] = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// A module of the program: its duty and its arrows are in docs/architecture.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: ["Bytewise"] + dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: [], resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "mend",
    products: [.executable(name: "mend", targets: ["mend"])],
    targets: [
        // C libraries that Debian keeps patched, each behind a header of its own.
        .target(
            name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "CAres", linkerSettings: [.linkedLibrary("cares")]),
        .target(
            name: "CCompression",
            linkerSettings: [
                .linkedLibrary("z"), .linkedLibrary("lz4"), .linkedLibrary("snappy"), .linkedLibrary("zstd"),
                .linkedLibrary("stdc++"),
            ]),
        .target(
            name: "CLibedit",
            linkerSettings: [
                .linkedLibrary("edit"), .linkedLibrary("tinfo"), .linkedLibrary("bsd"), .linkedLibrary("md"),
            ]),

        // How text is compared, in every module and all the time: made fast in debug builds, too.
        .target(name: "Bytewise", swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        module("Platform", ["COpenSSL"]),
        module("KafkaWire"),
        module("KafkaMessages", ["KafkaWire", "CCompression"]),
        module("Network", ["Platform", "CAres", "COpenSSL"]),
        module("KafkaClient", ["KafkaWire", "KafkaMessages", "Network", "Platform"]),
        module("KafkaAdmin", ["KafkaWire", "KafkaMessages", "KafkaClient"]),
        module("KafkaLab", ["KafkaWire", "KafkaMessages", "Network", "Platform"], settings: small),
        module("Language", settings: small),
        module("ClientProperties", ["Platform", "Network", "KafkaClient", "Language"], settings: small),
        module("Journal", ["Platform", "KafkaWire"], settings: small),
        module("Engine", ["Language", "Journal", "Platform"]),
        module("Commands", ["Language"], settings: small),
        module(
            "KafkaPrimitives", ["Language", "Journal", "Engine", "KafkaWire", "KafkaMessages", "KafkaClient", "KafkaAdmin"], settings: small
        ),
        module("Output", ["Language", "Journal", "Engine"]),
        module("Report", ["Language", "Journal", "Engine", "Output"], settings: small),
        module("Terminal", ["Platform", "Language", "CLibedit"], settings: small),
        .target(
            name: "StandardLibrary", path: "stdlib", resources: [.embedInCode("health.runbook")],
            swiftSettings: strict),
        .target(
            name: "Runbooks", path: "runbooks",
            resources: [
                .embedInCode("triage.runbook"), .embedInCode("emergency-partition-recovery.runbook"),
                .embedInCode("consumer-group-recovery.runbook"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "mend",
            dependencies: [
                "Bytewise", "Platform", "KafkaWire", "KafkaMessages", "Network", "KafkaClient", "KafkaAdmin", "KafkaLab", "Language",
                "Journal", "Engine", "KafkaPrimitives", "ClientProperties", "Output", "Report", "Terminal", "Commands", "StandardLibrary",
                "Runbooks",
            ], swiftSettings: small),
        .executableTarget(name: "kafka-codegen", dependencies: ["CCompression"], swiftSettings: strict),
        // Development only: runs that are stopped at each of their steps, resumed, and compared with the run that was not.
        module(
            "CrashSuite",
            [
                "Platform", "KafkaWire", "Network", "KafkaClient", "KafkaLab", "Language", "Journal", "Engine", "KafkaPrimitives",
                "StandardLibrary", "Runbooks",
            ]),
        .executableTarget(
            name: "mend-crash", dependencies: ["Bytewise", "CrashSuite", "Platform", "Network", "KafkaLab", "Journal", "Engine"],
            swiftSettings: strict),

        // Certificates for tests, made as they are needed.
        .target(name: "CTestCertificates", dependencies: ["COpenSSL"], path: "Tests/CTestCertificates"),
        .target(
            name: "TestCertificates", dependencies: ["CTestCertificates", "Network", "Platform"], path: "Tests/TestCertificates",
            swiftSettings: strict),

        tests("Bytewise", []),
        tests("Platform", []),
        tests("KafkaWire", []),
        tests("KafkaMessages", ["KafkaWire", "CCompression"], resources: [.copy("Vectors")]),
        tests("Network", ["Platform", "TestCertificates"]),
        tests("KafkaClient", ["KafkaWire", "KafkaMessages", "Network", "Platform", "TestCertificates"]),
        tests("ClientProperties", ["Platform", "Network", "KafkaClient"], resources: [.copy("Golden")]),
        tests("KafkaAdmin", ["KafkaWire", "KafkaMessages", "KafkaClient", "KafkaLab", "Network"]),
        tests("KafkaLab", ["KafkaWire", "KafkaMessages", "Network", "Platform"]),
        tests("Language", ["Engine", "KafkaPrimitives"], resources: [.copy("Golden"), .copy("Programs")]),
        tests("Commands", ["Language", "Engine", "KafkaPrimitives"]),
        tests("Journal", ["Platform"]),
        tests("Engine", ["Language", "Journal", "Platform"], resources: [.copy("Journals")]),
        tests(
            "KafkaPrimitives",
            ["Language", "Journal", "Engine", "KafkaWire", "KafkaClient", "KafkaAdmin", "KafkaLab", "Network", "Platform"]),
        tests("Output", ["Language", "Journal", "Engine"], resources: [.copy("Golden")]),
        tests("Report", ["Language", "Journal", "Engine", "Output"], resources: [.copy("Golden")]),
        tests("Terminal", ["Platform"]),
        // One suite of behaviours, against the lab always and against a real cluster where KAFKA_HOME is set.
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Language", "Engine", "KafkaWire", "KafkaMessages", "KafkaClient", "KafkaAdmin", "KafkaPrimitives", "KafkaLab", "Network",
                "Platform", "TestCertificates", "ClientProperties",
            ], path: "Tests/Conformance", exclude: ["Java", "run"], swiftSettings: strict),
        .testTarget(
            name: "MendTests",
            dependencies: [
                "mend", "Commands", "ClientProperties", "Journal", "Language", "Engine", "KafkaClient", "Network", "Output", "Platform",
                "Terminal",
            ], swiftSettings: strict),
        // The built program, as a process.
        .testTarget(name: "EndToEndTests", dependencies: ["mend", "Commands", "Platform"], swiftSettings: strict),
        tests("CrashSuite", ["Journal", "Engine", "KafkaLab", "Network"]),
        // A second evaluator of the language, in Python: what it says of many programs, and what asks this program the same.
        .target(
            name: "OracleDriver", dependencies: ["Language", "Journal", "Engine", "Output"], path: "Tests/LanguageOracle/Driver",
            swiftSettings: strict),
        .executableTarget(
            name: "mend-oracle", dependencies: ["OracleDriver", "Journal"], path: "Tests/LanguageOracle/Command", swiftSettings: strict),
        .testTarget(
            name: "LanguageOracleTests", dependencies: ["OracleDriver", "Journal"], path: "Tests/LanguageOracle/Cases",
            resources: [.copy("cases.txt")], swiftSettings: strict),
        .testTarget(
            name: "TidyTests", swiftSettings: strict),
    ]
)
