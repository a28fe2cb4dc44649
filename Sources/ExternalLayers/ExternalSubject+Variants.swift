import GradientChecking
import Tensors

extension ExternalSubject: VariableSubject {
  /// Smaller batches and rounder values.
  public func smaller() -> [(change: String, subject: any VariableSubject)] {
    var cases: [(change: String, subject: any VariableSubject)] = []
    let inputs = SettingsEditor(definition.settings)
    if let samples = inputs.samples, samples > 1 {
      for count in Set([1, samples / 2, samples - 1]).sorted() {
        if let settings = inputs.resized(samples, to: count, axis: 0) {
          cases.append(("batch of \(count)", variant("batch of \(count)", settings)))
        }
      }
    }
    for (name, unit) in Rounding.units {
      guard let settings = inputs.rounded(to: unit) else { continue }
      cases.append(("values in \(name)", variant("values in \(name)", settings)))
    }
    return cases
  }

  /// Settings that hide mistakes, moved: what stands in mappings and constructor arguments (stride, padding,
  /// regularisation…), scales at 1 and biases at 0, the batch, the other axes of arrays.
  public func variants(seed: UInt64) -> [(setting: String, subject: any Subject)] {
    var generator = SeededGenerator(seed: seed).fork("explore").fork(name)
    return SettingsEditor(definition.settings).moved(&generator).map { setting, settings in
      (setting, variant(setting, settings))
    }
  }

  private func variant(_ change: String, _ settings: ExternalValue) -> ExternalSubject {
    var other = definition
    other.settings = settings
    other.change = [definition.change, change].compactMap(\.self).joined(separator: ", ")
    return ExternalSubject(other, worker: worker)
  }
}
