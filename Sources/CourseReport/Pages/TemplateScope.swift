import Mustache

/// What a name in a template leads to.
indirect enum TemplateNode {
  /// A value.
  case value(TemplateValue)
  /// HTML that was rendered from a template already; only for triple braces.
  case markup(String)
  /// A section whose text is put between others before it is rendered.
  case wrapper((String) -> String)
  /// Names of its own.
  case names([String: TemplateNode])
}

/// Renders one template once and notes every name that leads nowhere.
///
/// The Mustache library asks the objects on its stack for names from the inside out and renders nothing where
/// none has one. So two kinds of object must speak up: the outermost on the stack, and any that is asked for a
/// name behind a dot. The library unwraps an object's `representation` before it asks an object on the stack,
/// and unwraps what a name leads to just once: a `Face` is strict, what it represents is lenient.
final class RenderSession {
  let language: Language
  /// The figures of the lesson by name, as HTML.
  private let figures: [String: String]
  private(set) var missing: [String] = []

  init(language: Language, figures: [String: String] = [:]) {
    self.language = language
    self.figures = figures
  }

  func report(_ name: String) {
    if !missing.contains(name) { missing.append(name) }
  }

  /// The outermost object.
  func root(_ names: [String: TemplateNode]) -> Any { Root(names: names, session: self) }

  /// What a name leads to.
  fileprivate func found(_ node: TemplateNode, path: String) -> Any {
    switch node {
    case .markup(let html): html
    case .wrapper(let wrap): MustacheLambda { text in wrap(text) }
    case .names(let names): Found(face: RecordFace(names: names, path: path, session: self))
    case .value(.flag(let flag)): flag
    case .value(.figure(let name)): figure(name)
    case .value(let value): Found(face: face(of: value, path: path))
    }
  }

  private func figure(_ name: String) -> String {
    if figures[name] == nil { report("figure.\(name)") }
    return figures[name] ?? ""
  }

  private func face(of value: TemplateValue, path: String) -> Any {
    switch value {
    case .flag(let flag): flag
    case .figure(let name): figure(name)
    case .list(let values):
      ListFace(items: values.map { face(of: $0, path: path) }, path: path, session: self)
    case .record(let values): RecordFace(names: values.mapValues { .value($0) }, path: path, session: self)
    case .text, .user, .localized, .number: TextFace(renderText: text(of: value), path: path, session: self)
    }
  }

  private func text(of value: TemplateValue) -> String {
    switch value {
    case .text(let text): text
    case .user(let text): HTMLEscaping.isolated(text)
    case .localized(let text): text[language]
    case .number(let number, let style): NumberText.text(number, style, in: language)
    case .flag, .figure, .list, .record: ""
    }
  }
}

/// The outermost object: what it does not have, nobody has.
private struct Root: MustacheParent {
  let names: [String: TemplateNode]
  let session: RenderSession

  func child(named name: String) -> Any? {
    guard let node = names[name] else {
      session.report(name)
      return nil
    }
    return session.found(node, path: name)
  }
}

/// What a name leads to, before the library unwraps it.
private struct Found: MustacheCustomRepresentation {
  let face: Any
  var representation: Any? { face }
}

/// An object behind a dot: whatever it is asked for, it must have.
private protocol Face: MustacheParent, MustacheCustomRepresentation {
  var path: String { get }
  var session: RenderSession { get }
}

extension Face {
  func child(named name: String) -> Any? {
    session.report("\(path).\(name)")
    return nil
  }
}

private struct RecordFace: Face {
  let names: [String: TemplateNode]
  let path: String
  let session: RenderSession

  var representation: Any? { Lenient(names: names, path: path, session: session) }

  func child(named name: String) -> Any? {
    guard let node = names[name] else {
      session.report("\(path).\(name)")
      return nil
    }
    return session.found(node, path: "\(path).\(name)")
  }

  /// On the stack within a section: what it does not have, an outer object may.
  struct Lenient: MustacheParent {
    let names: [String: TemplateNode]
    let path: String
    let session: RenderSession

    func child(named name: String) -> Any? { names[name].map { session.found($0, path: "\(path).\(name)") } }
  }
}

private struct TextFace: Face, MustacheCustomRenderable {
  let renderText: String
  let path: String
  let session: RenderSession

  var isNull: Bool { false }
  var representation: Any? { Lenient(renderText: renderText) }

  struct Lenient: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }
  }
}

private struct ListFace: Face, MustacheSequence {
  let items: [Any]
  let path: String
  let session: RenderSession

  var representation: Any? { items }
  func makeIterator() -> IndexingIterator<[Any]> { items.makeIterator() }
}
