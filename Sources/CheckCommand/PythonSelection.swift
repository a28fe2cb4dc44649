import CheckSubjects
import ExternalLayers
import Foundation
import GradientChecking

/// From `--python` and its options to subjects.
struct PythonSelection {
  let source: SourceArguments
  let isQuiet: Bool

  func subjects(_ python: PythonSubjects) throws -> [any Subject] {
    var options: [PythonSubjects.Option] = []
    let texts = [
      ("forward", source.forward), ("backward", source.backward), ("loss", source.loss),
      ("gradient", source.gradient), ("class", source.className),
    ]
    for (key, text) in texts { if let text { options.append(.init(key, text)) } }
    if let derivative = source.derivative {
      options.append(
        derivative.hasPrefix("{") ? try .init("derivative", parsing: derivative) : .init("derivative", derivative))
    }
    if let names = source.wrt { options.append(.init("wrt", names: names)) }
    if let initial = source.initial { options.append(try .init("init", parsing: initial)) }
    guard source.forward == nil, source.loss == nil, source.className == nil else {
      return try python.subjects(options, inputs: source.input)
    }
    guard options.isEmpty, source.input.isEmpty else {
      throw CommandFailure(.usage, "--python: expected --forward, --loss or --class beside the other options")
    }
    return try recognised(python)
  }

  /// What the file holds: all of it is listed, and what has guessable inputs is checked.
  private func recognised(_ python: PythonSubjects) throws -> [any Subject] {
    let found = try python.recognise()
    guard !found.isEmpty else {
      throw CommandFailure(
        .content,
        "\(python.file): no layers were recognised; name one with --forward, --loss or --class, and give --input")
    }
    var subjects: [any Subject] = []
    var lines = ["recognised in \(python.file):"]
    for entry in found {
      var remark = "defined twice: the last counts"
      if !subjects.contains(where: { $0.name == entry.name }) {
        let fitting = try python.fitting(entry)
        if let subject = fitting.subject { subjects.append(subject) }
        remark = fitting.remark
      }
      lines.append("  line \(entry.line): \(entry.signature), \(entry.kind): \(remark)")
    }
    if !isQuiet { FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8)) }
    return subjects
  }
}
