import Information
import Networks
import RealModule
import Tensors

/// What lessons share: grids, and sums whose errors are the report's own.
enum Course {
  /// Equally spaced numbers, both ends included.
  static func grid(_ low: Double, _ high: Double, _ intervals: Int) -> [Double] {
    (0...intervals).map { low + (high - low) * Double($0) / Double(intervals) }
  }

  /// Numbers equally spaced on a logarithmic axis, both ends included.
  static func logGrid(_ low: Double, _ high: Double, _ intervals: Int) -> [Double] {
    grid(Double.log(low), Double.log(high), intervals).enumerated().map { index, value in
      index == 0 ? low : index == intervals ? high : Double.exp(value)
    }
  }

  /// −log p; a defect where p is no probability, since lessons choose it themselves.
  static func information(_ p: Double, _ unit: InformationUnit) throws(ReportError) -> Double {
    do { return try Information.content(p, unit: unit) } catch { throw ReportError(.defect, error.description) }
  }

  /// The entropy of a distribution.
  static func entropy(_ p: [Double], _ unit: InformationUnit = .bits) throws(ReportError) -> Double {
    do { return try Information.entropy(p, unit: unit) } catch { throw ReportError(.defect, error.description) }
  }

  /// The KL divergence of a prediction from a target.
  static func divergence(target: [Double], prediction: [Double]) throws(ReportError) -> Double {
    do { return try Information.divergence(target: target, prediction: prediction, unit: .bits) } catch {
      throw ReportError(.defect, error.description)
    }
  }

  /// The logistic function.
  static func sigmoid(_ x: Double) -> Double {
    Elementwise(Sigmoid<Double>()).forward(Tensor([x]), context: ForwardContext()).output.elements[0]
  }

  /// The central difference with a step that suits x.
  static func slope(of f: (Double) -> Double, at x: Double) -> Double {
    let h = 0x1p-17 * max(abs(x), 1)
    return (f(x + h) - f(x - h)) / (2 * h)
  }

  /// Numbers in brackets, as a page prints them.
  static func list(_ numbers: [Double], _ style: NumberStyle = .trimmed(3)) -> TemplateValue {
    .text("[" + numbers.map { NumberText.text($0, style, in: .en) }.joined(separator: ", ") + "]")
  }
}
