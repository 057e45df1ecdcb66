// swift-tools-version:6.2
import PackageDescription

// Warnings are errors in our own targets; dependencies keep their own settings.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// FUZZ=1 instruments the parsers and adds their fuzzer; nothing built so is shipped (scripts/fuzz).
let isFuzzing = Context.environment["FUZZ"] != nil
let fuzzed: [SwiftSetting] = isFuzzing ? settings + [.unsafeFlags(["-sanitize=fuzzer,address"])] : settings

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

func test(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "mcpcred",
  products: [
    .executable(name: "mcpcred", targets: ["mcpcred"]),
    .executable(name: "mcpcred-demo-server", targets: ["mcpcred-demo-server"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
  ],
  targets: [
    // Protocol: pure values.
    .target(name: "HTTP", swiftSettings: fuzzed),
    .target(name: "OAuth", dependencies: ["HTTP", crypto, cryptoExtras], swiftSettings: fuzzed),
    .target(name: "MCP", dependencies: ["HTTP"], swiftSettings: settings),

    // State. CSQLite has no pkgConfig: it would put the system folder in front of the static archive's.
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: settings),
    .target(
      name: "Migrations", path: "Migrations",
      resources: [.embedInCode("m0013_registry.sql")],
      swiftSettings: settings),
    .target(
      name: "Registry", dependencies: ["HTTP", "OAuth", "SQLite", "Migrations", crypto, cryptoExtras],
      swiftSettings: settings),

    // Logic.
    .target(name: "Engine", dependencies: ["HTTP", "OAuth", "MCP", "Registry"], swiftSettings: settings),

    // Effects.
    .target(name: "LoopbackHTTP", dependencies: [nioCore, nioPosix, nioHTTP1], swiftSettings: settings),
    .target(name: "CLinux", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "LinuxPlatform",
      dependencies: [
        "HTTP", "Engine", "Registry", "CLinux", nioCore, nioEmbedded, nioTLS, nioSSL,
      ],
      // Tests stop a process in the middle of a refresh; what is shipped cannot be stopped there.
      swiftSettings: settings + [.define("STOP_POINTS", .when(configuration: .debug))]),

    // Words.
    .executableTarget(
      name: "mcpcred",
      dependencies: ["Engine", "LinuxPlatform", "Registry", "HTTP", "OAuth", "MCP", argumentParser],
      swiftSettings: settings),

    // The awkward server: shares no code with the client.
    .target(name: "DemoServer", dependencies: ["LoopbackHTTP", crypto, cryptoExtras], swiftSettings: settings),
    .executableTarget(
      name: "mcpcred-demo-server", dependencies: ["DemoServer", "LoopbackHTTP"], swiftSettings: settings),

    // Tests.
    .target(
      name: "TestSupport",
      dependencies: [
        "HTTP", "Engine", "Registry", "LinuxPlatform", "DemoServer", nioCore, nioEmbedded, nioSSL,
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    test("HTTPTests", ["HTTP"]),
    test("OAuthTests", ["OAuth", "HTTP", crypto]),
    test("MCPTests", ["MCP", "HTTP"]),
    test("SQLiteTests", ["SQLite"]),
    test("RegistryTests", ["Registry", "HTTP", "OAuth", "SQLite", "Migrations", crypto]),
    test("EngineTests", ["Engine", "Registry", "OAuth", "MCP", "HTTP", "LinuxPlatform", "DemoServer", "TestSupport"]),
    test("LinuxPlatformTests", ["LinuxPlatform", "Engine", "Registry", "HTTP", "LoopbackHTTP", "TestSupport"]),
    test("DemoServerTests", ["DemoServer", "LoopbackHTTP", crypto, cryptoExtras]),
    test("CommandTests", ["mcpcred", "Engine", "Registry", "HTTP", "OAuth", "MCP"]),
    test("EndToEndTests", ["mcpcred", "mcpcred-demo-server"]),
  ],
  swiftLanguageModes: [.v6]
)

if isFuzzing {
  package.products.append(.executable(name: "mcpcred-fuzz", targets: ["mcpcred-fuzz"]))
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .executableTarget(
      name: "mcpcred-fuzz", dependencies: ["HTTP", "OAuth", "CFuzzer"], path: "Tests/Fuzz/Fuzz", swiftSettings: fuzzed,
      // The default linker crashes on what the sanitizers add.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
}
