// swift-tools-version: 6.2

import PackageDescription

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let complexNumbers = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

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
    .executable(name: "gradus-calibration", targets: ["gradus-calibration"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "Tensors", dependencies: ["CKernels", numerics]),
    .target(name: "Information", dependencies: [numerics]),
    .target(name: "Records"),
    .target(name: "Networks", dependencies: ["CKernels", "Tensors", numerics]),
    .target(name: "GradientChecking", dependencies: ["CKernels", "Networks", "Tensors", numerics, complexNumbers]),
    .target(name: "GradientCheckingTesting", dependencies: ["GradientChecking", "Networks", "Tensors"]),
    .target(name: "Configuration", dependencies: ["Networks", "Yams"]),
    .target(
      name: "ExternalLayers", dependencies: ["GradientChecking", "Records", "Tensors", subprocess, systemPackage]),
    .target(
      name: "CheckSubjects",
      dependencies: ["Configuration", "ExternalLayers", "GradientChecking", "Networks", "Tensors"]),
    .target(
      name: "CheckCommand",
      dependencies: [
        "CheckSubjects", "Configuration", "ExternalLayers", "GradientChecking", "Networks", "Records", argumentParser,
      ]),
    .systemLibrary(
      name: "CPangoCairo", pkgConfig: "pangocairo",
      providers: [.apt(["libcairo2-dev", "libpango1.0-dev"]), .brew(["cairo", "pango", "libpng"])]),
    .target(name: "Plotting", dependencies: ["CPangoCairo", numerics]),
    .target(
      name: "CourseReport",
      dependencies: [
        "Plotting", "CheckSubjects", "Configuration", "GradientChecking", "Information", "Networks", "Records",
        "Tensors",
        mustache, numerics, complexNumbers,
      ]),
    .target(
      name: "GradusCommands",
      dependencies: [
        "CheckCommand", "Configuration", "CourseReport", "GradientChecking", "Networks", "Plotting", "Records",
        argumentParser, mustache,
      ]),
    .executableTarget(name: "gradus", dependencies: ["CheckCommand", "GradusCommands"]),
    .executableTarget(
      name: "gradus-benchmark",
      dependencies: [
        "CheckCommand", "GradientChecking", "Networks", "Plotting", "Records", "Tensors", argumentParser, numerics,
      ],
      path: "Benchmarks/Workloads"),
    .target(
      name: "CheckerCalibration", dependencies: ["GradientChecking", "Networks", "Tensors", numerics],
      path: "Benchmarks/CheckerCalibration"),
    .executableTarget(
      name: "gradus-calibration", dependencies: ["CheckerCalibration"], path: "Benchmarks/Calibration"),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", numerics]),
    .testTarget(name: "InformationTests", dependencies: ["Information"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records"]),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "Tensors"]),
    .testTarget(
      name: "GradientCheckingTests",
      dependencies: ["CKernels", "CheckerCalibration", "GradientChecking", "Networks", "Tensors"],
      exclude: ["Fixtures"]),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "Networks"]),
    .testTarget(
      name: "CheckSubjectsTests", dependencies: ["CheckSubjects", "Configuration", "GradientChecking", "Tensors"]),
    .testTarget(
      name: "ExternalLayersTests", dependencies: ["CheckSubjects", "ExternalLayers", "GradientChecking"]),
    .testTarget(name: "CheckCommandTests", dependencies: ["CheckCommand", "GradientChecking", "Networks", "Tensors"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"], exclude: ["Fixtures"]),
    .testTarget(
      name: "CourseReportTests",
      dependencies: ["Configuration", "CourseReport", "GradientChecking", "Networks", "Plotting", "Records"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "GradusCommandsTests", dependencies: ["gradus", "CheckCommand", "GradusCommands", "Networks", "Plotting"]),
  ],
  swiftLanguageModes: [.v6]
)
