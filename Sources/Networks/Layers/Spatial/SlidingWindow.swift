/// A window that slides over planes: what convolution and pooling share.
///
/// Output extent along an axis: `⌊(input + 2 · padding − kernel) / stride⌋ + 1`. A padding smaller than the kernel
/// sees to it that every window holds at least one real cell.
public struct SlidingWindow: Sendable, Equatable {
  /// The extent of a window.
  public let kernel: Extent2D
  /// How far the window moves.
  public let stride: Extent2D
  /// Cells added on each side.
  public let padding: Extent2D

  /// Describes a window.
  public init(kernel: Extent2D, stride: Extent2D = 1, padding: Extent2D = 0) {
    precondition(
      min(kernel.height, kernel.width, stride.height, stride.width) >= 1, "kernel and stride are at least 1")
    precondition(
      padding.height >= 0 && padding.width >= 0 && padding.height < kernel.height
        && padding.width < kernel.width,
      "padding is smaller than the kernel")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// The extent of the output for a plane, or `nil` where the window is larger than the padded plane.
  func output(for plane: Extent2D) -> Extent2D? {
    let rows = plane.height + 2 * padding.height - kernel.height
    let columns = plane.width + 2 * padding.width - kernel.width
    guard plane.height > 0, plane.width > 0, rows >= 0, columns >= 0 else { return nil }
    return Extent2D(height: rows / stride.height + 1, width: columns / stride.width + 1)
  }

  /// The shape of the output for an input `[N, C, H, W]`, with `channels` instead of C where given.
  func outputShape(for inputShape: [Int], channels: Int? = nil) throws(NetworkError) -> [Int] {
    let size = "\(kernel.height)×\(kernel.width)"
    guard inputShape.count == 4 else {
      throw .shape(
        place: "", expected: "an input of shape [N, channels, height, width]", found: "\(inputShape)")
    }
    guard let output = output(for: Extent2D(height: inputShape[2], width: inputShape[3])) else {
      throw .shape(
        place: "",
        expected: "planes of at least \(size) with a padding of \(padding.height), \(padding.width)",
        found: "\(inputShape)")
    }
    return [inputShape[0], channels ?? inputShape[1], output.height, output.width]
  }

  /// For each cell of the kernel (row by row), for each window (row by row), the place in the plane that it sees;
  /// −1 where that is padding.
  func places(in plane: Extent2D, output: Extent2D) -> [Int32] {
    var places: [Int32] = []
    places.reserveCapacity(kernel.count * output.count)
    for row in 0..<kernel.height {
      for column in 0..<kernel.width {
        for outputRow in 0..<output.height {
          let y = outputRow * stride.height + row - padding.height
          for outputColumn in 0..<output.width {
            let x = outputColumn * stride.width + column - padding.width
            let isInside = y >= 0 && y < plane.height && x >= 0 && x < plane.width
            places.append(isInside ? Int32(y * plane.width + x) : -1)
          }
        }
      }
    }
    return places
  }
}
