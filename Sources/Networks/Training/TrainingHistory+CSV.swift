extension TrainingHistory {
  /// The history as comma-separated values (RFC 4180: CRLF), one record an epoch.
  ///
  /// Columns: `epoch`, `rate`, `train_cost`, `validation_cost`, `train_accuracy`, `validation_accuracy`,
  /// `gradient_norm`, `update_norm`, then `gradient_norm PATH` and `update_norm PATH` of each parameter. Numbers
  /// are the shortest that read back to the same `Double`; what there is none of, and what is not finite, is
  /// empty.
  public var csvText: String {
    var header = [
      "epoch", "rate", "train_cost", "validation_cost", "train_accuracy", "validation_accuracy",
      "gradient_norm", "update_norm",
    ]
    header += ["gradient_norm ", "update_norm "].flatMap { kind in parameterNames.map { kind + $0 } }
    let records = epochs.map { row in
      let numbers: [Double?] =
        [
          row.rate, row.trainCost, row.validationCost, row.trainAccuracy, row.validationAccuracy,
          row.gradientNorm, row.updateNorm,
        ] + row.gradientNorms + row.updateNorms
      return ["\(row.epoch)"] + numbers.map { number in number.map { $0.isFinite ? "\($0)" : "" } ?? "" }
    }
    return ([header.map(Self.quoted)] + records).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// Paths come from layers that may be the user's own.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
