import Records

/// `manifest.json`: what a report consists of, for programs.
struct Manifest {
  /// The name of the format; a change of meaning raises the number.
  static let schema = "gradus.report/1"

  struct LessonEntry {
    var name: String
    var title: LocalizedText
    var pages: [String]
  }

  struct FigureEntry {
    var name: String
    var lesson: String
    var title: LocalizedText
    var alt: LocalizedText
    var files: [String]
    var data: String?
  }

  var version: String
  var seed: UInt64
  var languages: [Language]
  var lessons: [LessonEntry]
  var figures: [FigureEntry]

  /// The file, listing `files` (all but itself) in the order of their paths.
  func file(listing files: [OutputFile], jobs: Int) throws(ReportError) -> OutputFile {
    let files = files.sorted { $0.path < $1.path }
    let sums = try ParallelMap.map(files, jobs: jobs, makeWorker: {}) { (_, file) in SHA256.hex(file.bytes) }
    let value = JSONValue.object { object in
      object.add("schema", text: Self.schema)
      object.add(
        "tool",
        .object {
          $0.add("name", text: "gradus"); $0.add("version", text: version)
        })
      object.add("seed", integer: Int(clamping: seed))
      object.add("languages", .list(languages.map { .text($0.rawValue) }))
      object.add("lessons", .list(lessons.map(lessonValue)))
      object.add("figures", .list(figures.map(figureValue)))
      object.add("files", .list(zip(files, sums).map(fileValue)))
    }
    return OutputFile(path: "manifest.json", text: value.fileText)
  }

  private func lessonValue(_ lesson: LessonEntry) -> JSONValue {
    .object { object in
      object.add("name", text: lesson.name)
      object.add("title", localized(lesson.title))
      object.add("pages", .list(lesson.pages.map { .text($0) }))
    }
  }

  private func figureValue(_ figure: FigureEntry) -> JSONValue {
    .object { object in
      object.add("name", text: figure.name)
      object.add("lesson", text: figure.lesson)
      object.add("title", localized(figure.title))
      object.add("alt", localized(figure.alt))
      object.add("files", .list(figure.files.map { .text($0) }))
      object.add("data", text: figure.data)
    }
  }

  private func fileValue(_ file: OutputFile, _ sum: String) -> JSONValue {
    .object { object in
      object.add("path", text: file.path)
      object.add("bytes", integer: file.bytes.count)
      object.add("sha256", text: sum)
    }
  }

  private func localized(_ text: LocalizedText) -> JSONValue {
    .object { object in
      for language in Language.allCases where languages.contains(language) {
        object.add(language.rawValue, text: HTMLEscaping.bare(text[language]))
      }
    }
  }
}
