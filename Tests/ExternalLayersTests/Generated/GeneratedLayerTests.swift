import GradientChecking
import Testing

/// Hundreds of layers in the styles that people write: right ones pass in every array, and the mistake that is
/// planted in one is found where it is and called what it is.
struct GeneratedLayerTests {
  enum Family: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case functions, classes, losses, activations

    var variants: [Variant] {
      switch self {
      case .functions: FunctionFamilies.variants()
      case .classes: ClassFamilies.variants()
      case .losses: LossFamilies.variants()
      case .activations: ActivationFamilies.variants()
      }
    }

    var testDescription: String { rawValue }
  }

  @Test func `there are hundreds of them, all different`() {
    let variants = Family.allCases.flatMap(\.variants)
    #expect(variants.count >= 300)
    #expect(Set(variants.map(\.name)).count == variants.count)
    #expect(Set(variants.map(\.code)).count == variants.count)
  }

  @Test(arguments: Family.allCases) func `each is judged rightly`(_ family: Family) throws {
    let variants = family.variants
    let code = ["import numpy as np"] + variants.map(\.code)
    let folder = try TemporaryFolder(["내 layers.py": code.joined(separator: "\n\n\n") + "\n"])
    let subjects = variants.map { "  - {name: '\($0.name)', python: 내 layers.py, \($0.keys)}" }
    let results = try folder.check("seed: 231\nsubjects:\n" + subjects.joined(separator: "\n") + "\n")
    #expect(results.count == variants.count)
    for (variant, result) in zip(variants, results) { judge(variant, result) }
  }

  private func judge(_ variant: Variant, _ result: SubjectResult) {
    let about: Comment = "\(variant.name): \(result.message)\n\(variant.code)"
    #expect(Set(result.arrays.map(\.name)) == variant.arrays, about)
    #expect(result.verdict == (variant.fault == nil ? .pass : .fail), about)
    if let fault = variant.fault {
      let failed = Set(result.arrays.filter { $0.verdict == .fail }.map(\.name))
      #expect(failed == fault.arrays, about)
      #expect(!result.codes.isDisjoint(with: fault.causes), "\(result.codes) \(about)")
    }
    if let warning = variant.warning { #expect(result.warned.contains(warning), about) }
  }
}
