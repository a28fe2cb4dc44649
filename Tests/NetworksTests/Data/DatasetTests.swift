import Foundation
import Networks
import Tensors
import Testing

struct DatasetTests {
  private func make(
    _ name: String, _ settings: [SettingEntry] = [], seed: UInt64 = 1, folder: String = ".", isRegression: Bool = false
  ) throws -> Dataset {
    let context = DatasetContext(
      generator: SeededGenerator(seed: seed), folder: folder, isRegression: isRegression)
    return try DatasetCatalog.make(Specification(name, main: nil, settings), context: context)
  }

  private func labels(_ data: Dataset) -> [Int] { if case .classes(let labels) = data.targets { labels } else { [] } }

  @Test func `Iris has Fisher's means and deviations`() throws {
    let iris = try make("iris")
    #expect(iris.inputs.shape == [150, 4])
    #expect(iris.classNames == ["setosa", "versicolor", "virginica"])
    #expect((0..<3).map { label in labels(iris).count { $0 == label } } == [50, 50, 50])
    // Means of the three species together, as R's documentation of iris prints them.
    let statistics = Standardization(of: iris.inputs)
    for (mean, printed) in zip(statistics.means, [5.843, 3.057, 3.758, 1.199]) { #expect(abs(mean - printed) < 6e-4) }
    // R prints deviations divided by N − 1.
    for (deviation, printed) in zip(statistics.deviations, [0.828, 0.436, 1.765, 0.762]) {
      #expect(abs(deviation * (150.0 / 149).squareRoot() - printed) < 6e-4)
    }
  }

  @Test func `the lecture has two samples of three features`() throws {
    let lecture = try make("lecture")
    #expect(lecture.inputs == Tensor(rows: [[1, 0.5, -1], [0.2, -0.4, 0.8]]))
    #expect(labels(lecture) == [0, 1])
  }

  @Test(arguments: ["blobs", "spiral", "moons", "xor"]) func `generated samples follow from the seed`(name: String)
    throws
  {
    let settings = [SettingEntry("samples", .number(60)), SettingEntry("noise", .number(0.3))]
    let data = try make(name, settings)
    #expect(data.count == 60 && data.featureCount == 2)
    #expect(data.inputs.elements.allSatisfy { $0.isFinite })
    #expect(try make(name, settings) == data)
    #expect(try make(name, settings, seed: 2).inputs != data.inputs)
    let sizes = Dictionary(grouping: labels(data)) { $0 }.values.map(\.count)
    #expect(try #require(sizes.max()) - (try #require(sizes.min())) <= 1)
    #expect(sizes.count == data.classNames.count)
  }

  @Test func `without noise a spiral's arms turn by 4 radians`() throws {
    let data = try make("spiral", [SettingEntry("samples", .number(30)), SettingEntry("noise", .number(0))])
    let first = labels(data).indices.filter { labels(data)[$0] == 0 }
    let last = try #require(first.last)
    let (x, y) = (data.inputs.elements[2 * last], data.inputs.elements[2 * last + 1])
    #expect(abs(x - sin(4)) < 1e-12 && abs(y - cos(4)) < 1e-12)
  }

  @Test func `clouds have the deviation that was asked for`() throws {
    let data = try make("blobs", [SettingEntry("samples", .number(9000)), SettingEntry("noise", .number(0.5))])
    for label in data.classNames.indices {
      let places = labels(data).indices.filter { labels(data)[$0] == label }
      let statistics = Standardization(of: data.inputs.selectingRows(places))
      // Four standard errors of 3,000 normal numbers.
      let error: Double = 4 * 0.5 / 3000.0.squareRoot()
      for deviation in statistics.deviations { #expect(abs(deviation - 0.5) < error) }
      let radius = (statistics.means[0] * statistics.means[0] + statistics.means[1] * statistics.means[1]).squareRoot()
      #expect(abs(radius - 2) < error)
    }
  }

  @Test(arguments: [
    ("blobs", "samples", 0.0), ("blobs", "samples", -5), ("blobs", "samples", 2.5), ("blobs", "samples", 1e12),
    ("blobs", "classes", 1), ("blobs", "noise", -0.1), ("spiral", "classes", 0), ("moons", "noise", .infinity),
  ]) func `settings that cannot be are refused`(name: String, key: String, value: Double) throws {
    let error = try #require(throws: NetworkError.self) { try make(name, [SettingEntry(key, .number(value))]) }
    #expect("\(error)".contains(key), "\(error)")
  }

  @Test(arguments: [("irsi", "did you mean 'iris'"), ("nothing-like-it", "nothing-like-it")])
  func `an unknown data set is named`(name: String, part: String) throws {
    let error = try #require(throws: NetworkError.self) { try make(name) }
    #expect("\(error)".contains(part))
  }

  @Test func `a label of numbers is a class, or a number to predict`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("x,grade,y\n1,2,0.5\n3,1,-1e-3\n4,2,7\n".utf8).write(to: folder.appending(path: "a.csv"))
    let settings = [SettingEntry("file", .text("a.csv")), SettingEntry("label", .text("grade"))]
    let classes = try make("csv", settings, folder: folder.path)
    #expect(classes.targets == .classes([0, 1, 0]) && classes.classNames == ["2", "1"])
    #expect(classes.featureNames == ["x", "y"])
    #expect(classes.inputs == Tensor(rows: [[1, 0.5], [3, -1e-3], [4, 7]]))
    let numbers = try make("csv", settings, folder: folder.path, isRegression: true)
    #expect(numbers.targets == .values(Tensor(rows: [[2], [1], [2]])) && numbers.isRegression)
  }
}
