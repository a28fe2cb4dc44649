import GradientChecking
import Information
import Networks
import Plotting
import Tensors

/// Lesson 8: training a classifier on the run's own data.
public enum TrainingLesson: Lesson {
  /// `training`.
  public static let name = LessonName.training

  private static let compareEpochs = 40

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let epochs = run.history.epochs
    guard let first = epochs.first, let last = epochs.last else { throw ReportError(.defect, "there is no history") }
    let isClassifier = !run.isRegression && !run.trainingLabels.isEmpty
    let predictions = isClassifier ? Predictions(run) : nil
    let comparison = isClassifier ? TrainingComparison(run, epochs: compareEpochs) : nil
    let moves = WeightMoves(run)
    let checks = [run.checkBefore, run.checkAfter]
    let norms = run.history.epochs.dropFirst().map { $0.gradientNorms.first ?? 0 }
    let values: TemplateValues = [
      "dataset": .user(run.dataset.name), "samples": .integer(run.dataset.count),
      "parameters": .integer(run.trained.network.parameterCount), "epochs": .integer(last.epoch),
      "firstCost": .number(first.trainCost, digits: 3), "lastCost": .number(last.trainCost, digits: 3),
      "hasValidation": .flag(last.validationCost != nil), "hasDiverged": .flag(run.divergence != nil),
      "optimizer": .user(RunFacts.described(run.configuration.training.optimizer.specification)),
      "compareRate": .setting(TrainingComparison.rate), "adamRate": .setting(TrainingComparison.adamRate),
      "momentum": .setting(TrainingComparison.momentum),
      "lastValidation": .number(last.validationCost ?? 0, digits: 3),
      "firstAccuracy": .percent(first.trainAccuracy ?? 0), "lastAccuracy": .percent(last.trainAccuracy ?? 0),
      "isClassifier": .flag(isClassifier), "rightCount": .integer(predictions?.right ?? 0),
      "wrongCount": .integer(predictions?.wrong ?? 0), "bins": .integer(predictions?.bins.count ?? 0),
      "calibrationGap": .number(predictions?.gap ?? 0, digits: 2), "largestMove": .number(moves.largest, digits: 3),
      "firstNorm": .number(norms.first ?? 0, digits: 2), "lastNorm": .number(norms.last ?? 0, digits: 2),
      "compareEpochs": .integer(compareEpochs),
      "crossAccuracy": .percent(comparison?.crossAccuracy.last ?? 0),
      "squaredAccuracy": .percent(comparison?.squaredAccuracy.last ?? 0),
      "sgdCost": .number(comparison?.costs[0].last ?? 0, digits: 3),
      "momentumCost": .number(comparison?.costs[1].last ?? 0, digits: 3),
      "adamCost": .number(comparison?.costs[2].last ?? 0, digits: 3),
      "checkedElements": .integer(checks.reduce(0) { $0 + $1.summary.checked }),
      "mismatches": .integer(checks.reduce(0) { $0 + $1.summary.counts.mismatch }),
      "worstError": .number(checks.flatMap(\.subjects).flatMap(\.arrays).map(\.maxRelativeError).max() ?? 0, digits: 2),
    ]
    let words = words.with(values)
    var figures = [try costs(words, epochs)]
    if isClassifier, let predictions, let comparison {
      figures += [
        try accuracy(words, epochs), try predictions.confusion(words), try predictions.calibration(words),
      ]
      figures += [try moves.figure(words), try normsFigure(words, run.history)]
      figures += [try comparison.lossFigure(words), try comparison.optimizerFigure(words)]
    } else {
      figures += [try moves.figure(words), try normsFigure(words, run.history)]
    }
    return LessonContent(name: name, values: values, figures: figures, tables: ["checks": try checkTable(run, words)])
  }

  private static func costs(_ words: LessonWords, _ epochs: [TrainingHistory.Epoch]) throws(ReportError) -> CourseFigure
  {
    let train = epochs.map { Point(Double($0.epoch), $0.trainCost) }
    let held = epochs.compactMap { row in row.validationCost.map { Point(Double(row.epoch), $0) } }
    let rows: [[DataTable.Cell]] = epochs.map { row in
      [.integer(row.epoch), .number(row.trainCost), row.validationCost.map { .number($0) } ?? .empty]
    }
    return try CourseFigure(
      "cost-curve", words,
      data: DataTable([.init("epoch", style: .integer), .init("train"), .init("validation")], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var keys: [Mark] = [.line(LineMark(train, label: try w("cost-curve.train")))]
      if !held.isEmpty {
        keys.append(.line(LineMark(held, color: .vermilion, label: try w("cost-curve.validation"), dash: [7, 4])))
      }
      func part(_ isLog: Bool) throws(ReportError) -> Chart {
        Chart(
          title: "", x: Axis(try w("cost-curve.x"), isWhole: true),
          y: Axis(
            try w(isLog ? "cost-curve.log" : "cost-curve.y"), isLog ? .logarithmic : .linear, hasGrid: true,
            includesZero: !isLog),
          marks: keys.map(\.unnamed))
      }
      return ChartGrid(
        title: try w("cost-curve.title"), parts: [try part(false), try part(true)], columns: 2, keys: keys,
        size: Size(760, 360))
    }
  }

  private static func accuracy(_ words: LessonWords, _ epochs: [TrainingHistory.Epoch]) throws(ReportError)
    -> CourseFigure
  {
    let train = epochs.map { Point(Double($0.epoch), $0.trainAccuracy ?? 0) }
    let held = epochs.compactMap { row in row.validationAccuracy.map { Point(Double(row.epoch), $0) } }
    let rows: [[DataTable.Cell]] = epochs.map { row in
      [.integer(row.epoch), .number(row.trainAccuracy ?? 0), row.validationAccuracy.map { .number($0) } ?? .empty]
    }
    return try CourseFigure(
      "accuracy-curve", words,
      data: DataTable([.init("epoch", style: .integer), .init("train"), .init("validation")], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = [.line(LineMark(train, label: try w("cost-curve.train")))]
      if !held.isEmpty {
        marks.append(.line(LineMark(held, color: .vermilion, label: try w("cost-curve.validation"), dash: [7, 4])))
      }
      return Chart(
        title: try w("accuracy-curve.title"), x: Axis(try w("accuracy-curve.x"), isWhole: true),
        y: Axis(try w("accuracy-curve.y"), range: 0...1.02, hasGrid: true), marks: marks, size: Size(760, 320))
    }
  }

  private static func normsFigure(_ words: LessonWords, _ history: TrainingHistory) throws(ReportError) -> CourseFigure
  {
    let rows = Array(history.epochs.dropFirst())
    let names = Array(history.parameterNames.prefix(7))
    let columns = names.map { DataTable.Column($0, title: LocalizedText(ko: $0, en: $0), style: .scientific(3)) }
    var table = DataTable([.init("epoch", style: .integer)] + columns)
    for row in rows {
      table.add([.integer(row.epoch)] + names.indices.map { .number(row.gradientNorms[$0]) })
    }
    return try CourseFigure("gradient-norms", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let marks = names.enumerated().map { index, name -> Mark in
        .line(
          LineMark(
            rows.map { Point(Double($0.epoch), $0.gradientNorms[index]) }, color: Color.series[index], label: name,
            dash: index % 2 == 0 ? [] : [7, 4]))
      }
      return Chart(
        title: try w("gradient-norms.title"), x: Axis(try w("gradient-norms.x"), isWhole: true),
        y: Axis(try w("gradient-norms.y"), .logarithmic, hasGrid: true), marks: marks, size: Size(760, 360),
        hasLegend: true)
    }
  }

  private static func checkTable(_ run: CourseRun, _ words: LessonWords) throws(ReportError) -> DataTable {
    var table = DataTable(
      [
        .init("array"), .init("elements", style: .integer), .init("error-before", style: .scientific(2)),
        .init("error-after", style: .scientific(2)), .init("status"),
      ],
      hasRowHeaders: true)
    let before = run.checkBefore.subjects.first?.arrays ?? []
    let after = run.checkAfter.subjects.first?.arrays ?? []
    for (a, b) in zip(before, after) {
      let worst =
        [a, b].allSatisfy { $0.verdict == .pass }
        ? (a.status == .kink || b.status == .kink ? "kink" : "match") : "other"
      table.add([
        .text(a.name), .integer(a.checked), .number(a.maxRelativeError), .number(b.maxRelativeError),
        .localized(try words("status.\(worst)")),
      ])
    }
    return table
  }
}
