import CLibGit2

/// The name of an object in a git repository: the SHA-1 of its kind, length and content.
package struct GitObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// Reads 40 hexadecimal digits, in either case; nil where the text is anything else.
  package init?(_ hexadecimal: String) {
    var bytes: [UInt8] = []
    var half: UInt8?
    for digit in hexadecimal.utf8 {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      if let first = half {
        bytes.append(first << 4 | UInt8(value))
        half = nil
      } else {
        half = UInt8(value)
      }
    }
    guard bytes.count == Self.size, half == nil else { return nil }
    self = bytes.withUnsafeBytes { GitObjectID($0) }
  }

  /// The id of a blob, which needs neither a repository nor libgit2.
  package init(ofBlob content: [UInt8]) {
    self = content.withUnsafeBytes { content in
      SHA1.hash(prefix: Array("blob \(content.count)".utf8) + [0], content).withUnsafeBytes { GitObjectID($0) }
    }
  }

  /// How many bytes an id has.
  static let size = 20

  init(_ bytes: UnsafeRawBufferPointer) {
    high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id) { GitObjectID($0) }
  }

  init?(_ id: UnsafePointer<git_oid>?) {
    guard let id else { return nil }
    self.init(id.pointee)
  }

  /// The id as libgit2 takes it.
  var oid: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id) { bytes in
      bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
      bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return id
  }

  /// 40 hexadecimal digits, in lower case.
  package var description: String {
    [(high, 16), (middle, 16), (UInt64(low), 8)].map { word, width in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: width - digits.count) + digits
    }.joined()
  }

  package static func < (left: GitObjectID, right: GitObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ByteWriter {
  mutating func write(_ id: GitObjectID) {
    withUnsafeBytes(of: id.oid) { write($0) }
  }
}

extension ByteReader {
  mutating func readObjectID() throws(Corrupt) -> GitObjectID { GitObjectID(try read(count: GitObjectID.size)) }
}
