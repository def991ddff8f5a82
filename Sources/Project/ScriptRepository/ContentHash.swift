import ModelData

/// The first 128 bits of a SHA-256: long enough that two different scripts never share one.
package struct ContentHash: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Hashes bytes.
  init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { ContentHash(of: $0) }
  }

  /// Hashes bytes.
  init(of bytes: UnsafeRawBufferPointer) {
    let words = SHA256.hash(bytes)
    high = UInt64(words[0]) << 32 | UInt64(words[1])
    low = UInt64(words[2]) << 32 | UInt64(words[3])
  }

  /// Hashes several texts; each is preceded by its length, so that no two lists share a hash by running together.
  init(of parts: [String]) {
    var bytes: [UInt8] = []
    for part in parts {
      bytes += "\(part.utf8.count):".utf8
      bytes += part.utf8
    }
    self.init(of: bytes)
  }

  /// 32 hexadecimal digits.
  var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
