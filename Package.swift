// swift-tools-version: 6.2

import PackageDescription

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let complexNumbers = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
  name: "gradus",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Networks", targets: ["Networks", "Tensors"]),
    .library(name: "GradientChecking", targets: ["GradientChecking"]),
    .library(name: "GradientCheckingTesting", targets: ["GradientCheckingTesting"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "CourseReport", targets: ["CourseReport"]),
    .library(name: "CheckCommand", targets: ["CheckCommand"]),
    .executable(name: "gradus", targets: ["gradus"]),
    .executable(name: "gradus-benchmark", targets: ["gradus-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "Tensors", dependencies: ["CKernels", numerics]),
    .target(name: "Information", dependencies: [numerics]),
    .target(name: "Records"),
    .target(name: "Networks", dependencies: ["Tensors"]),
    .target(name: "GradientChecking", dependencies: ["Networks", "Tensors", numerics, complexNumbers]),
    .target(name: "GradientCheckingTesting", dependencies: ["GradientChecking"]),
    .target(name: "Configuration", dependencies: ["Networks", "Yams"]),
    .target(name: "CheckSubjects", dependencies: ["Configuration", "GradientChecking"]),
    .target(name: "CheckCommand", dependencies: ["CheckSubjects", "Records", argumentParser]),
    .systemLibrary(
      name: "CPangoCairo", pkgConfig: "pangocairo",
      providers: [.apt(["libcairo2-dev", "libpango1.0-dev"]), .brew(["cairo", "pango", "libpng"])]),
    .target(name: "Plotting", dependencies: ["CPangoCairo", numerics]),
    .target(
      name: "CourseReport",
      dependencies: [
        "Plotting", "CheckSubjects", "Configuration", "Information", "Networks", "Records", mustache, numerics,
        complexNumbers,
      ]),
    .target(
      name: "GradusCommands", dependencies: ["CheckCommand", "CourseReport", "Records", argumentParser, mustache]),
    .executableTarget(name: "gradus", dependencies: ["CheckCommand", "GradusCommands"]),
    .executableTarget(
      name: "gradus-benchmark", dependencies: ["CheckCommand", "GradientChecking", "Networks", "Records", "Tensors"],
      path: "Benchmarks/Workloads"),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
    .testTarget(name: "InformationTests", dependencies: ["Information"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records"]),
    .testTarget(name: "NetworksTests", dependencies: ["Networks"]),
    .testTarget(name: "GradientCheckingTests", dependencies: ["GradientChecking"]),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"]),
    .testTarget(name: "CheckSubjectsTests", dependencies: ["CheckSubjects"]),
    .testTarget(name: "CheckCommandTests", dependencies: ["CheckCommand"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
    .testTarget(name: "CourseReportTests", dependencies: ["CourseReport"]),
  ],
  swiftLanguageModes: [.v6]
)
