/// The page on which a reader chooses a language: `index.html` of a report in a folder.
struct ChoicePage {
  let site: ReportSite

  /// The page, in the first language of the report with the other beside it.
  ///
  /// - Throws: `ReportError` where a template or a text is missing.
  func file() throws(ReportError) -> OutputFile {
    let language = site.languages.first ?? .ko
    var choices: [TemplateValue] = []
    var verdicts: [TemplateValue] = []
    for language in site.languages {
      let shell = site.shell(language)
      choices.append([
        "code": .text(language.rawValue), "address": .text("\(language.rawValue)/index.html"),
        "name": .text(try shell.marked("language")),
        "lead": .text(try shell.marked("lead", site.verdict.values)),
      ])
      verdicts.append(["code": .text(language.rawValue), "verdict": try site.verdictValue(language)])
    }
    let title = try site.reportTitle(language)
    let result = try site.shell(language).marked(
      "verdict.title.\(site.verdict.verdict.rawValue)", site.verdict.values)
    let addresses = PageAddresses(form: .folder, up: "")
    let body = try site.templates.render(
      "pages/choice",
      [
        "reportTitle": .value(.text(title)), "text": .names(try site.shellNodes(language)),
        "choices": .value(.list(choices)), "verdicts": .value(.list(verdicts)),
        "facts": .value(.list(try site.factValues(language))),
      ], in: language)
    let html = try site.templates.render(
      "pages/choice-layout",
      [
        "language": .value(.text(language.rawValue)), "text": .names(try site.shellNodes(language)),
        "policy": .value(.text(addresses.policy(style: ""))), "assets": .value(.text(addresses.assets)),
        "pageTitle": .value(.text(HTMLEscaping.plain("\(title) – \(result)"))), "body": .markup(body),
      ], in: language)
    return OutputFile(path: "index.html", text: html)
  }
}
