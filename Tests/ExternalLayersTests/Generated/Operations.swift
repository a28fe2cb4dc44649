/// Layers as courses ask for them, each with mistakes that students make in it.
enum Operations {
  static let all = [
    affine, square, relu, sigmoid, tanh, softmax, batchNormalization, layerNormalization, maxPooling, convolution,
    embedding, recurrentStep, dropout,
  ]

  static let affine = Operation(
    name: "affine",
    arguments: [
      .init(name: "x", input: "{normal: [4, 6]}"), .init(name: "w", input: "{normal: [6, 5]}", isParameter: true),
      .init(name: "b", input: "{normal: [5]}", isParameter: true),
    ],
    forward: ["$out = $x.dot($w) + $b"],
    backward: ["$dx = $dout.dot($w.T)", "$dw = $x.T.dot($dout)", "$db = $dout.sum(axis=0)"],
    bugs: [
      Bug("sign", "$dw = $x.T", "$dw = -$x.T", wrong: ["w"], .sign),
      Bug("three times", "$db = $dout", "$db = 3 * $dout", wrong: ["b"], .scale),
      Bug("mean", "$x.T.dot($dout)", "$x.T.dot($dout) / len($x)", wrong: ["w"], .extraMean),
      Bug("first sample", "$dout.sum(axis=0)", "$dout[0]", wrong: ["b"], .missingSum),
      Bug("kept axis", "sum(axis=0)", "sum(axis=0, keepdims=True)", wrong: ["b"], .wrongShape),
      Bug("ones", "$dx = $dout", "$dx = np.ones_like($dout)", wrong: ["x"], .upstreamIgnored),
      Bug("zeros", "$x.T.dot($dout)", "np.zeros_like($w)", wrong: ["w"], .zero),
      Bug("clipped", "$x.T.dot($dout)", "np.clip($x.T.dot($dout), -1.0, 1.0)", wrong: ["w"], .clipped),
      Bug("offset", "$x.T.dot($dout)", "$x.T.dot($dout) + 1", wrong: ["w"], .constantOffset),
      Bug("decay", "$x.T.dot($dout)", "$x.T.dot($dout) + 0.1 * $w", wrong: ["w"], .regularization),
      Bug("nothing", "$dw = $x.T.dot($dout)", "$dw = None", wrong: ["w"], .notImplemented),
    ])

  static let square = Operation(
    name: "linear",
    arguments: [
      .init(name: "x", input: "{normal: [3, 5]}"), .init(name: "w", input: "{normal: [5, 5]}", isParameter: true),
    ],
    // The output is a transposed view, as convolutions often return one.
    forward: ["$out = $w.T.dot($x.T).T"],
    backward: ["$dx = $dout.dot($w.T)", "$dw = $x.T.dot($dout)"],
    bugs: [
      Bug("transposed", "$x.T.dot($dout)", "$dout.T.dot($x)", wrong: ["w"], .transpose),
      Bug("weights not transposed", "$dout.dot($w.T)", "$dout.dot($w)", wrong: ["x"], .unknown, .arrayOnly),
      Bug("rows shifted", "$dw = $x.T.dot($dout)", "$dw = np.roll($x.T.dot($dout), 1, axis=0)", wrong: ["w"], .shift),
    ])

  static let relu = Operation(
    name: "relu", arguments: [.init(name: "x", input: "{normal: [5, 4]}")],
    forward: ["$out = np.maximum(0, $x)"], backward: ["$dx = $dout * ($x > 0)"],
    bugs: [
      Bug("passes all", "$dout * ($x > 0)", "1.0 * $dout", wrong: ["x"], .mask, .nonzeroWhereFlat, .missingFactor),
      Bug("other side", "($x > 0)", "($x < 0)", wrong: ["x"], .mask, .unknown, .zero),
      Bug("mask alone", "$dout * ($x > 0)", "1.0 * ($x > 0)", wrong: ["x"], .upstreamIgnored),
    ])

  static let sigmoid = Operation(
    name: "sigmoid", arguments: [.init(name: "x", input: "{normal: [5, 4]}")],
    forward: ["$out = 1 / (1 + np.exp(-$x))"], backward: ["$dx = $dout * $out * (1 - $out)"],
    bugs: [
      Bug("factor forgotten", " * (1 - $out)", "", wrong: ["x"], .missingFactor),
      Bug("sign", "(1 - $out)", "($out - 1)", wrong: ["x"], .sign),
    ])

  static let tanh = Operation(
    name: "tanh", arguments: [.init(name: "x", input: "{normal: [5, 4]}")],
    forward: ["$out = np.tanh($x)"], backward: ["$dx = $dout * (1 - $out ** 2)"],
    bugs: [
      Bug("derivative forgotten", "$dout * (1 - $out ** 2)", "1.0 * $dout", wrong: ["x"], .missingFactor),
      Bug("no square", "$out ** 2", "$out", wrong: ["x"], .missingFactor),
    ])

  static let softmax = Operation(
    name: "softmax", arguments: [.init(name: "x", input: "{normal: [4, 5]}")],
    forward: [
      "e = np.exp($x - $x.max(axis=1, keepdims=True))", "$out = e / e.sum(axis=1, keepdims=True)",
    ],
    backward: ["$dx = $out * ($dout - ($dout * $out).sum(axis=1, keepdims=True))"],
    bugs: [
      Bug(
        "diagonal", "$out * ($dout - ($dout * $out).sum(axis=1, keepdims=True))", "$out * (1 - $out) * $dout",
        wrong: ["x"], .diagonalOnly)
    ])

  private static func normalization(_ name: String, axis: Int, bugs: [Bug]) -> Operation {
    let keep = axis == 0 ? "" : ", keepdims=True"
    return Operation(
      name: name,
      arguments: [
        .init(name: "x", input: "{normal: [6, 5], mean: 2, deviation: 3}"),
        .init(name: "gamma", input: "{normal: [5]}", isParameter: true),
        .init(name: "beta", input: "{normal: [5]}", isParameter: true),
      ],
      forward: [
        "inverse = 1 / np.sqrt($x.var(axis=\(axis)\(keep)) + 1e-5)",
        "hat = ($x - $x.mean(axis=\(axis)\(keep))) * inverse", "$out = $gamma * hat + $beta",
      ],
      backward: [
        "$dgamma = ($dout * hat).sum(axis=0)", "$dbeta = $dout.sum(axis=0)", "dhat = $dout * $gamma",
        "$dx = inverse * (dhat - dhat.mean(axis=\(axis)\(keep)) - hat * (dhat * hat).mean(axis=\(axis)\(keep)))",
      ],
      saved: ["inverse", "hat"], bugs: bugs)
  }

  static let batchNormalization = normalization(
    "batchnorm", axis: 0,
    bugs: [
      Bug("gamma forgotten", "dhat = $dout * $gamma", "dhat = 1.0 * $dout", wrong: ["x"], .missingFactor),
      Bug(
        "kept axis", "$dbeta = $dout.sum(axis=0)", "$dbeta = $dout.sum(axis=0, keepdims=True)", wrong: ["beta"],
        .wrongShape),
      Bug("mean of beta", "$dbeta = $dout.sum", "$dbeta = $dout.mean", wrong: ["beta"], .extraMean),
      Bug(
        "variance forgotten", " - hat * (dhat * hat).mean(axis=0)", "", wrong: ["x"], .missingFactor),
    ])

  static let layerNormalization = normalization(
    "layernorm", axis: 1,
    bugs: [
      Bug(
        "hat forgotten", "($dout * hat).sum", "($dout * 1.0).sum", wrong: ["gamma"], .unknown, .missingFactor,
        .arrayOnly),
      Bug(
        "centring forgotten", " - dhat.mean(axis=1, keepdims=True)", "", wrong: ["x"], .constantOffset),
    ])

  static let maxPooling = Operation(
    name: "max_pool",
    arguments: [
      .init(name: "x", input: "{normal: [1, 2, 3, 4]}"),
      .init(name: "pool_param", input: "{pool_height: 2, pool_width: 3, stride: 1}", hasGradient: false),
    ],
    forward: [
      "ph, pw, s = [$pool_param[k] for k in ('pool_height', 'pool_width', 'stride')]",
      "N, C, H, W_ = $x.shape", "rows, columns = 1 + (H - ph) // s, 1 + (W_ - pw) // s",
      "$out = np.zeros((N, C, rows, columns))", "for i in range(rows):", "    for j in range(columns):",
      "        $out[:, :, i, j] = $x[:, :, i*s:i*s+ph, j*s:j*s+pw].max(axis=(2, 3))",
    ],
    backward: [
      "$dx = np.zeros_like($x)", "for n in range(N):", "    for c in range(C):", "        for i in range(rows):",
      "            for j in range(columns):", "                window = $x[n, c, i*s:i*s+ph, j*s:j*s+pw]",
      "                place = np.unravel_index(window.argmax(), window.shape)",
      "                $dx[n, c, i*s + place[0], j*s + place[1]] += $dout[n, c, i, j]",
    ],
    saved: ["ph", "pw", "s", "N", "C", "rows", "columns"],
    bugs: [
      Bug("assigned", "] += $dout", "] = $dout", wrong: ["x"], .overwritten),
      Bug(
        "every place", "$dx[n, c, i*s + place[0], j*s + place[1]] +=", "$dx[n, c, i*s:i*s+ph, j*s:j*s+pw] +=",
        wrong: ["x"], .mask, .unknown),
    ])

  static let convolution = Operation(
    name: "conv",
    arguments: [
      .init(name: "x", input: "{normal: [2, 2, 3, 4]}"),
      .init(name: "w", input: "{normal: [2, 2, 3, 2]}", isParameter: true),
      .init(name: "b", input: "{normal: [2]}", isParameter: true),
      .init(name: "conv_param", input: "{stride: 1, pad: 1}", hasGradient: false),
    ],
    forward: [
      "s, p = $conv_param['stride'], $conv_param['pad']", "F, _, hh, ww = $w.shape",
      "padded = np.pad($x, ((0, 0), (0, 0), (p, p), (p, p)))",
      "rows, columns = 1 + (padded.shape[2] - hh) // s, 1 + (padded.shape[3] - ww) // s",
      "$out = np.zeros((len($x), F, rows, columns))", "for i in range(rows):", "    for j in range(columns):",
      "        window = padded[:, :, i*s:i*s+hh, j*s:j*s+ww]",
      "        $out[:, :, i, j] = np.tensordot(window, $w, ((1, 2, 3), (1, 2, 3))) + $b",
    ],
    backward: [
      "dpadded, $dw = np.zeros_like(padded), np.zeros_like($w)", "$db = $dout.sum(axis=(0, 2, 3))",
      "for i in range(rows):", "    for j in range(columns):",
      "        window = padded[:, :, i*s:i*s+hh, j*s:j*s+ww]",
      "        $dw += np.tensordot($dout[:, :, i, j], window, (0, 0))",
      "        dpadded[:, :, i*s:i*s+hh, j*s:j*s+ww] += np.tensordot($dout[:, :, i, j], $w, 1)",
      "$dx = dpadded[:, :, p:p + $x.shape[2], p:p + $x.shape[3]]",
    ],
    saved: ["s", "p", "hh", "ww", "padded", "rows", "columns"],
    bugs: [
      Bug("last window", "$dw += np", "$dw = np", wrong: ["w"], .overwritten, .missingSum),
      Bug(
        "padding kept", "$dx = dpadded[:, :, p:p + $x.shape[2], p:p + $x.shape[3]]", "$dx = dpadded", wrong: ["x"],
        .wrongShape),
      Bug("images only", "$dout.sum(axis=(0, 2, 3))", "$dout.mean(axis=(2, 3)).sum(axis=0)", wrong: ["b"], .extraMean),
    ])

  static let embedding = Operation(
    name: "embedding",
    arguments: [
      .init(name: "x", input: "{integers: [2, 6], below: 4}", hasGradient: false),
      .init(name: "w", input: "{normal: [4, 3]}", isParameter: true),
    ],
    forward: ["$out = $w[$x]"], backward: ["$dw = np.zeros_like($w)", "np.add.at($dw, $x, $dout)"],
    bugs: [Bug("assigned", "np.add.at($dw, $x, $dout)", "$dw[$x] = $dout", wrong: ["w"], .overwritten)])

  static let recurrentStep = Operation(
    name: "rnn_step",
    arguments: [
      .init(name: "x", input: "{normal: [3, 4]}"), .init(name: "prev", input: "{normal: [3, 5]}"),
      .init(name: "Wx", input: "{normal: [4, 5]}", isParameter: true),
      .init(name: "Wh", input: "{normal: [5, 5]}", isParameter: true),
      .init(name: "b", input: "{normal: [5]}", isParameter: true),
    ],
    forward: ["$out = np.tanh($x.dot($Wx) + $prev.dot($Wh) + $b)"],
    backward: [
      "inner = $dout * (1 - $out * $out)", "$dx = inner.dot($Wx.T)", "$dprev = inner.dot($Wh.T)",
      "$dWx = $x.T.dot(inner)", "$dWh = $prev.T.dot(inner)", "$db = inner.sum(axis=0)",
    ],
    bugs: [
      Bug("half", "$dWh = $prev", "$dWh = 0.5 * $prev", wrong: ["Wh"], .scale),
      Bug("transposed", "$dWh = $prev.T.dot(inner)", "$dWh = inner.T.dot($prev)", wrong: ["Wh"], .transpose),
      Bug(
        "slope forgotten", "inner.sum(axis=0)", "$dout.sum(axis=0)", wrong: ["b"], .unknown, .arrayOnly, .missingFactor),
    ])

  static let dropout = Operation(
    name: "dropout",
    arguments: [
      .init(name: "x", input: "{normal: [5, 6]}"),
      .init(name: "dropout_param", input: "{p: 0.7, seed: 12, mode: train}", hasGradient: false),
    ],
    forward: [
      "draw = np.random.RandomState($dropout_param['seed'])",
      "mask = (draw.rand(*$x.shape) < $dropout_param['p']) / $dropout_param['p']", "$out = $x * mask",
    ],
    backward: ["$dx = $dout * mask"], saved: ["mask"],
    bugs: [
      Bug("not rescaled", "$dout * mask", "$dout * (mask > 0)", wrong: ["x"], .scale),
      Bug("no mask", "$dout * mask", "1.0 * $dout", wrong: ["x"], .mask, .missingFactor),
    ])
}
