import RealModule
import Tensors

extension Dataset {
  /// The lecture's two samples of three features: is it a dog?
  public static let lecture = Dataset(
    name: "lecture", inputs: Tensor(rows: [[1, 0.5, -1], [0.2, -0.4, 0.8]]), targets: .classes([0, 1]),
    featureNames: ["x1", "x2", "x3"], classNames: ["dog", "not dog"],
    source: "two samples of three features, as in the lecture")

  /// The four corners of a square, where opposite corners belong together.
  public static let xor = Dataset(
    name: "xor", inputs: Tensor(rows: [[0, 0], [0, 1], [1, 0], [1, 1]]), targets: .classes([0, 1, 1, 0]),
    featureNames: ["x1", "x2"], classNames: ["same", "different"], source: "exclusive or")

  /// Normal clouds around points on a circle, one a class.
  public static func blobs(samples: Int, classes: Int, deviation: Double, generator: inout SeededGenerator) -> Dataset {
    planar("blobs", samples: samples, classes: classes) { label, _ in
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      return (
        2 * Double.cos(angle) + deviation * generator.normal(), 2 * Double.sin(angle) + deviation * generator.normal()
      )
    }
  }

  /// Arms of a spiral, one a class.
  public static func spiral(samples: Int, classes: Int, noise: Double, generator: inout SeededGenerator) -> Dataset {
    planar("spiral", samples: samples, classes: classes) { label, share in
      let angle = 4 * (share + Double(label) * 2 * Double.pi / (4 * Double(classes))) + noise * generator.normal()
      return (share * Double.sin(angle), share * Double.cos(angle))
    }
  }

  /// Two half circles that reach into each other.
  public static func moons(samples: Int, noise: Double, generator: inout SeededGenerator) -> Dataset {
    planar("moons", samples: samples, classes: 2) { label, share in
      let angle = Double.pi * share
      let (x, y) =
        label == 0 ? (Double.cos(angle), Double.sin(angle)) : (1 - Double.cos(angle), 0.5 - Double.sin(angle))
      return (x + noise * generator.normal(), y + noise * generator.normal())
    }
  }

  private static func planar(
    _ name: String, samples: Int, classes: Int, point: (Int, Double) -> (Double, Double)
  ) -> Dataset {
    var elements: [Double] = []
    var labels: [Int] = []
    for sample in 0..<samples {
      let label = sample % classes
      let inClass = max((samples - label + classes - 1) / classes - 1, 1)
      let (x, y) = point(label, Double(sample / classes) / Double(inClass))
      elements += [x, y]
      labels.append(label)
    }
    return Dataset(
      name: name, inputs: Tensor(shape: [samples, 2], elements: elements), targets: .classes(labels),
      featureNames: ["x1", "x2"], classNames: (0..<classes).map { "class \($0)" }, source: "generated from the seed")
  }
}
