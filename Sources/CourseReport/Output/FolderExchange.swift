import Foundation

/// Two folders change places in one step of the file system, so that at no moment one of them is missing.
enum FolderExchange {
  /// Exchanges what two paths name; false where the system or the file system cannot do it.
  static func swap(_ a: String, _ b: String) -> Bool {
    #if canImport(Darwin)
      return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
    #else
      // The C library has it, but its header hides it from Swift.
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      typealias Renameat2 =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      let renameat2 = unsafeBitCast(symbol, to: Renameat2.self)
      let exchange: UInt32 = 2
      return renameat2(AT_FDCWD, a, AT_FDCWD, b, exchange) == 0
    #endif
  }
}
