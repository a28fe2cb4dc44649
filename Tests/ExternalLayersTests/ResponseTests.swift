import CheckSubjects
import Foundation
import GradientChecking
import Testing

/// What a worker answers for single elements.
struct ResponseTests {
  @Test(arguments: [(7, 5), (1, 9), (33, 31)])
  func `a response has the same bits alone and among others`(_ rows: Int, _ columns: Int) throws {
    let folder = try TemporaryFolder([
      "layers.py": """
      import numpy as np
      def soft_forward(x):
          e = np.exp(x - x.max())
          p = e / e.sum()
          return p, p
      def soft_backward(dout, p):
          return p * (dout - (dout * p).sum())
      """
    ])
    let file = folder.url.appending(path: "layers.py").path
    let python = try PythonSubjects(
      file: file, seed: 5, scalar: .double, settings: ExternalSettings(interpreter: Python.path))
    let subject = try #require(
      try python.subjects(
        [.init("forward", "soft_forward"), .init("backward", "soft_backward")],
        inputs: ["x=normal(\(rows),\(columns))"]
      ).first)
    let session = try subject.makeSession()
    let count = rows * columns
    let replacements = (0..<70).map {
      Replacement(array: 0, element: $0 % count, value: session.point[0][$0 % count] + 1e-5 * Double($0 % 3 + 1))
    }
    let together = try session.responses(to: replacements).map(\.difference)
    let alone = try replacements.map { try session.responses(to: [$0])[0].difference }
    #expect(together == alone)
  }
}
