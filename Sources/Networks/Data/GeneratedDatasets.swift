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

  /// The four corners of a square many times, each coordinate moved by normal noise.
  public static func xor(samples: Int, noise: Double, generator: inout SeededGenerator) -> Dataset {
    var data = xor.selecting((0..<samples).map { $0 % xor.count })
    for place in data.inputs.elements.indices { data.inputs.elements[place] += noise * generator.normal() }
    data.source = "exclusive or, generated from the seed"
    return data
  }

  /// Normal clouds around points on a circle of radius 2, one a class.
  public static func blobs(
    samples: Int, classes: Int, deviation: Double, generator: inout SeededGenerator
  ) -> Dataset {
    planar("blobs", samples: samples, classes: classes) { label, _ in
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      let x = 2 * Double.cos(angle) + deviation * generator.normal()
      return (x, 2 * Double.sin(angle) + deviation * generator.normal())
    }
  }

  /// Arms of a spiral, one a class, each of 4 radians and radius 1; the noise is of the angle.
  ///
  /// Source: the toy data of CS231n's notes "Neural networks case study", there with three classes.
  public static func spiral(
    samples: Int, classes: Int, noise: Double, generator: inout SeededGenerator
  ) -> Dataset {
    planar("spiral", samples: samples, classes: classes) { label, share in
      let turn = 2 * Double.pi * Double(label) / Double(classes)
      let angle = 4 * share + turn + noise * generator.normal()
      return (share * Double.sin(angle), share * Double.cos(angle))
    }
  }

  /// Two half circles of radius 1 that reach into each other.
  public static func moons(samples: Int, noise: Double, generator: inout SeededGenerator) -> Dataset {
    planar("moons", samples: samples, classes: 2) { label, share in
      let (cosine, sine) = (Double.cos(Double.pi * share), Double.sin(Double.pi * share))
      let (x, y) = label == 0 ? (cosine, sine) : (1 - cosine, 0.5 - sine)
      let moved = x + noise * generator.normal()
      return (moved, y + noise * generator.normal())
    }
  }

  /// Points of a plane, the classes in turn; `share` goes from 0 to 1 along the samples of a class.
  private static func planar(
    _ name: String, samples: Int, classes: Int, point: (Int, _ share: Double) -> (Double, Double)
  ) -> Dataset {
    var elements: [Double] = []
    elements.reserveCapacity(2 * samples)
    for sample in 0..<samples {
      let label = sample % classes
      let inClass = (samples - label + classes - 1) / classes
      let (x, y) = point(label, Double(sample / classes) / Double(max(inClass - 1, 1)))
      elements += [x, y]
    }
    return Dataset(
      name: name, inputs: Tensor(shape: [samples, 2], elements: elements),
      targets: .classes((0..<samples).map { $0 % classes }), featureNames: ["x1", "x2"],
      classNames: (0..<classes).map { "class \($0)" }, source: "generated from the seed")
  }
}
