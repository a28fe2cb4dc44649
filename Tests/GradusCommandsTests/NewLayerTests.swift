import Foundation
import Testing

/// `gradus new layer`. That the package builds and passes is tried by `make test-extra`, because it takes minutes.
struct NewLayerTests {
  @Test func `a package is written whole, without a template's braces`() throws {
    let workspace = try Workspace()
    let run = try Program.run(["new", "layer", "Soft-gate2"], in: workspace.root)
    #expect(run.code == 0 && run.output.contains("Soft-gate2"))
    let files = try workspace.bytes()
    #expect(
      files.keys.sorted() == [
        "Soft-gate2/.github/workflows/gradients.yml", "Soft-gate2/.gitignore", "Soft-gate2/Package.swift",
        "Soft-gate2/README.md", "Soft-gate2/Sources/SoftGate2Layer/SoftGate2.swift",
        "Soft-gate2/Sources/check-soft-gate2/Check.swift", "Soft-gate2/Tests/SoftGate2LayerTests/SoftGate2Tests.swift",
      ])
    for (path, bytes) in files {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.firstMatch(of: /\{\{[#\/&{a-z]/) == nil || path.hasSuffix(".yml"), "\(path)")
      #expect(!text.contains("&quot;"))
    }
  }

  @Test func `an address is named with the version of this program`() throws {
    let workspace = try Workspace()
    try Program.run(
      ["new", "layer", "gate", "--dependency", "https://example.com/people/gradus.git"], in: workspace.root)
    let manifest = try workspace.text("gate/Package.swift")
    #expect(manifest.contains(".package(url: \"https://example.com/people/gradus.git\", from: \"1."))
    #expect(manifest.contains("package: \"gradus\""))
  }

  @Test func `a folder that is there is refused with 73 and kept`() throws {
    let workspace = try Workspace()
    try workspace.write("mine", to: "gate/diary.txt")
    let run = try Program.run(["new", "layer", "gate"], in: workspace.root)
    #expect(run.code == 73)
    #expect(try workspace.bytes().keys.sorted() == ["gate/diary.txt"])
  }

  @Test(arguments: [
    "layer", "tensor", "type", "check", "self", "int", "swift", "testing", "gradus", "", "a b", "a/b", "-", "é", "층",
  ])
  func `a name that makes no package is refused with 64`(name: String) throws {
    let workspace = try Workspace()
    #expect(try Program.run(["new", "layer", name], in: workspace.root).code == 64)
    #expect(try workspace.bytes().isEmpty)
  }
}
