// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "ten-lines",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gradus", path: "../..")],
  targets: [
    .executableTarget(name: "checks", dependencies: [.product(name: "CheckCommand", package: "gradus")])
  ]
)
