import Foundation
import Networks

extension ReportBuilder {
  /// The folder of templates that ships with Gradus.
  ///
  /// - Throws: `ReportError` (69) where it is not found.
  public static func shippedTemplates() throws(ReportError) -> String {
    do { return try SharedFiles.locate().folder(.templates).path } catch {
      throw ReportError(.unavailable, error.description)
    }
  }

  /// What `gradus report --init` writes: a commented configuration with the values of the built-in course, and
  /// a copy of the templates to change.
  ///
  /// - Throws: `ReportError` where the shipped files cannot be read.
  public static func initialFiles() throws(ReportError) -> [OutputFile] {
    let shipped = try shippedTemplates()
    let source = shipped + "/configuration.yaml"
    guard let configuration = FileManager.default.contents(atPath: source) else {
      throw ReportError(.unavailable, place: source, "the shipped configuration cannot be read")
    }
    let templates = try TemplateFolder(shipped: shipped)
    var files = [OutputFile(path: "report.yaml", bytes: Array(configuration))]
    for (group, kind) in [
      (templates.templates, "mustache"), (templates.texts, "txt"), (templates.styles, "css"),
    ] {
      files += group.map { OutputFile(path: "templates/\($0.key).\(kind)", text: $0.value.text) }
    }
    return files.sorted { $0.path < $1.path }
  }

  /// Writes the initial files into a folder without replacing anything that is there.
  ///
  /// - Throws: `ReportError` (73) naming the first file that exists already.
  /// - Returns: the paths written.
  public static func writeInitialFiles(to folder: String) throws(ReportError) -> [String] {
    let files = try initialFiles()
    for file in files where FileManager.default.fileExists(atPath: folder + "/" + file.path) {
      throw ReportError(
        .cannotCreate, place: folder + "/" + file.path, "the file exists already; nothing was written")
    }
    let target = ReportFolder(path: folder)
    try target.fill(folder, with: files, isInterrupted: { false })
    return files.map(\.path)
  }
}
