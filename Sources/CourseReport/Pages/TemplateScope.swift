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
/// none has one. So the outermost object, and every object behind a dot, reports what it does not have.
final class RenderSession {
  let language: Language
  private(set) var missing: [String] = []

  init(language: Language) { self.language = language }

  func report(_ name: String) {
    if !missing.contains(name) { missing.append(name) }
  }

  /// The outermost object.
  func root(_ names: [String: TemplateNode]) -> Any { Root(names: names, session: self) }

  /// What the library gets for a node: an object that answers to dots and, at the end, stands for its value.
  fileprivate func step(_ node: TemplateNode, path: String) -> Any { Step(node: node, path: path, session: self) }

  /// What a node stands for when it is inserted or made a section.
  fileprivate func representation(of node: TemplateNode, path: String) -> Any {
    switch node {
    case .markup(let html): html
    case .wrapper(let wrap): MustacheLambda { text in wrap(text) }
    case .names(let names): Inner(names: names, path: path, session: self)
    case .value(let value): representation(of: value, path: path)
    }
  }

  private func representation(of value: TemplateValue, path: String) -> Any {
    switch value {
    case .text(let text): text
    case .user(let text): HTMLEscaping.isolated(text)
    case .localized(let text): text[language]
    case .number(let number, let style): NumberText.text(number, style, in: language)
    case .flag(let flag): flag
    case .list(let values): values.map { representation(of: $0, path: path + ".") }
    case .record(let values): Inner(names: values.mapValues { .value($0) }, path: path, session: self)
    }
  }

  private struct Root: MustacheParent {
    let names: [String: TemplateNode]
    let session: RenderSession

    func child(named name: String) -> Any? {
      guard let node = names[name] else {
        session.report(name)
        return nil
      }
      return session.step(node, path: name)
    }
  }

  /// On the stack within a section: what it does not have, an outer object may.
  private struct Inner: MustacheParent {
    let names: [String: TemplateNode]
    let path: String
    let session: RenderSession

    func child(named name: String) -> Any? {
      names[name].map { session.step($0, path: path.isEmpty ? name : "\(path).\(name)") }
    }
  }

  /// Behind a dot: what it does not have, nobody has.
  private struct Step: MustacheParent, MustacheCustomRepresentation {
    let node: TemplateNode
    let path: String
    let session: RenderSession

    var representation: Any? { session.representation(of: node, path: path) }

    func child(named name: String) -> Any? {
      let child: TemplateNode?
      switch node {
      case .names(let names): child = names[name]
      case .value(.record(let values)): child = values[name].map { .value($0) }
      default: child = nil
      }
      guard let child else {
        session.report("\(path).\(name)")
        return nil
      }
      return session.step(child, path: "\(path).\(name)")
    }
  }
}
