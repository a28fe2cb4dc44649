import Foundation

/// The functions of the hard cases, by id.
enum CaseFunctions {
  typealias Function = @Sendable ([Double]) -> Double

  private static func logSumExp(_ z: [Double]) -> Double {
    let most = z.max() ?? 0
    return most + log(z.reduce(0) { $0 + exp($1 - most) })
  }

  /// L = ⅓ Σ_n Σ_j (X_n W + b − T_n)_j², with a multiple of Σ W².
  static func linear<Scalar: BinaryFloatingPoint>(_ p: [Scalar], regularization: Scalar = 0) -> Scalar {
    let x: [[Scalar]] = [[0.5, -1], [1.5, 2], [-0.25, 0.75]]
    let t: [[Scalar]] = [[1, 0], [0.5, -1], [0, 2]]
    var sum: Scalar = 0
    for n in 0..<3 {
      for j in 0..<2 {
        let y = x[n][0] * p[j] + x[n][1] * p[2 + j] + p[4 + j]
        sum += (y - t[n][j]) * (y - t[n][j])
      }
    }
    return sum / 3 + regularization * p.prefix(4).reduce(0) { $0 + $1 * $1 }
  }

  private static func hashNoise(_ x: Double) -> Double {
    var bits = x.bitPattern
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
  }

  private static func softmax(_ z: [Double]) -> [Double] {
    let e = z.map { exp($0 - (z.max() ?? 0)) }
    return e.map { $0 / e.reduce(0, +) }
  }

  static let table: [String: Function] = [
    "scale_sin_1e8": { sin(1e8 * $0[0]) },
    "scale_square_tiny_x": { (1e8 * $0[0]) * (1e8 * $0[0]) },
    "scale_mixed": { exp(1e-6 * $0[0]) * sin(1e6 * $0[1]) },
    "scale_mixed_small_wrong": { exp(1e-6 * $0[0]) * sin(1e6 * $0[1]) },
    "domain_sqrt_edge": { sqrt($0[0]) },
    "cancel_offset_1e10_bug": { 1e10 + $0[0] * $0[0] },
    "cancel_offset_1e16": { 1e16 + $0[0] * $0[0] },
    "cancel_softplus_naive": { log(1 + exp($0[0])) },
    "zero_x2": { $0[0] * $0[0] },
    "zero_constant_wrong": { _ in 3 },
    "sat_sigmoid_p700": { 1 / (1 + exp(-$0[0])) },
    "sat_sigmoid_m700": { 1 / (1 + exp(-$0[0])) },
    "sat_tanh_m700": { tanh($0[0]) },
    "sat_softmax_ce_stable": { logSumExp($0) - $0[1] },
    "sat_softmax_ce_naive": { z in -log(exp(z[1]) / z.reduce(0) { $0 + exp($1) }) },
    "lse_naive_1000": { log(exp($0[0]) + exp($0[1])) },
    "lse_stable_1000": { logSumExp($0) },
    "kink_relu_0": { max(0, $0[0]) }, "kink_relu_half": { max(0, $0[0]) }, "kink_abs_0": { abs($0[0]) },
    "kink_abs_near": { abs($0[0] - 1) },
    "kink_maxpool_neartie": { 2 * ($0.max() ?? 0) },
    "kink_hinge_away": { max(0, 1 - $0[0]) },
    "c1_absx_x": { $0[0] * abs($0[0]) }, "c1_abs15": { pow(abs($0[0]), 1.5) },
    "c1_huber": { abs($0[0]) <= 1 ? $0[0] * $0[0] / 2 : abs($0[0]) - 0.5 },
    "smooth_sharp_softplus": { 1e-6 * (max(1e6 * $0[0], 0) + log1p(exp(-abs(1e6 * $0[0])))) },
    "kink_composed_identity": { max($0[0], 0) - max(-$0[0], 0) },
    "jump_argmax_clear": { $0[1] > $0[0] ? 1 : 0 },
    "jump_quant_edge": { (8 * $0[0]).rounded(.toNearestOrEven) / 8 },
    "sing_cbrt": { cbrt($0[0]) },
    "sing_x2sin": { $0[0] == 0 ? 0 : $0[0] * $0[0] * sin(1 / $0[0]) },
    "sing_xsin": { $0[0] == 0 ? 0 : $0[0] * sin(1 / $0[0]) },
    "sing_recip_0": { 1 / $0[0] }, "sing_acosh": { acosh($0[0]) },
    "sing_norm_nan": { sqrt($0[0] * $0[0] + $0[1] * $0[1]) },
    "noise_det_large": { $0[0] * $0[0] + 0.1 * hashNoise($0[0]) },
    "state_mutation": { $0[0] * $0[0] + $0[1] },
    "state_stale_cache": { $0[0] * $0[0] * $0[0] + $0[1] * $0[1] },
    "bug_double_reg": { linear($0, regularization: 0.05) },
    "bug_none_softmax_ce": { logSumExp($0) - $0[2] },
    "bug_softmax_diag": { z in zip([0.7, -1.2, 0.4, 2], softmax(z)).reduce(0) { $0 + $1.0 * $1.1 } },
    "bug_none_conv": { conv($0) }, "bug_conv_off_by_one": { conv($0) },
    "bug_none_bn": { norm($0) }, "bug_bn_missing_var": { norm($0) },
  ]

  private static func conv(_ x: [Double]) -> Double {
    let (k, w) = ([0.6, -0.4, 1], [1, -0.5, 2])
    return (0..<3).reduce(0) { sum, o in
      let y = (0..<3).reduce(0) { $0 + x[2 * o + $1] * k[$1] }
      return sum + w[o] * y * y
    }
  }

  private static func norm(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / 4
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
    return zip([0.3, -0.7, 1.1, 0.4], x).reduce(0) { $0 + $1.0 * ($1.1 - mean) / sqrt(variance + 1e-5) }
  }

  static func double(_ id: String) -> Function { table[id] ?? { linear($0) } }

  static func float(_ id: String) -> @Sendable ([Float]) -> Float {
    switch id {
    case "f32_offset": { Float(1e8) + $0[0] * $0[0] }
    case "f32_large_input", "f32_large_input_zeroed": { Float(1e-5) * $0[0] * $0[0] }
    default: { linear($0) }
    }
  }
}
