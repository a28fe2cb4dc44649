// swift-tools-version: 6.2

import PackageDescription

// Depends on the checker alone: neither a command line nor Cairo is built.
let package = Package(
  name: "checker-alone",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gradus", path: "../..")],
  targets: [
    .target(name: "Losses"),
    .testTarget(
      name: "LossesTests",
      dependencies: ["Losses", .product(name: "GradientCheckingTesting", package: "gradus")]),
  ]
)
