/// Writes numbers and texts one behind the other, in a form that does not depend on the machine.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  mutating func write(_ slice: ArraySlice<UInt8>) {
    write(UInt32(slice.count))
    bytes += slice
  }

  /// Bytes whose number the reader knows.
  mutating func write(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

  mutating func write(_ texts: [String]) {
    write(UInt32(texts.count))
    for text in texts { write(text) }
  }

  mutating func write(_ hash: ContentHash) {
    write(hash.high)
    write(hash.low)
  }
}

/// Reads what ``ByteWriter`` wrote, and trusts none of it: every length is checked.
struct ByteReader {
  /// The bytes are not what was written.
  struct Corrupt: Error {}

  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func read<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(Corrupt) -> Number {
    let size = MemoryLayout<Number>.size
    guard bytes.count - offset >= size else { throw Corrupt() }
    defer { offset += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// The bytes of a text.
  mutating func readBytes() throws(Corrupt) -> UnsafeRawBufferPointer { try read(count: Int(try read(UInt32.self))) }

  /// As many bytes as one knows there to be.
  mutating func read(count: Int) throws(Corrupt) -> UnsafeRawBufferPointer {
    guard bytes.count - offset >= count else { throw Corrupt() }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func readString() throws(Corrupt) -> String { String(decoding: try readBytes(), as: UTF8.self) }

  mutating func readStrings() throws(Corrupt) -> [String] {
    let count = Int(try read(UInt32.self))
    // Each text takes four bytes at least: a wrong count must not reserve the machine's memory.
    guard count <= (bytes.count - offset) / 4 else { throw Corrupt() }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count { texts.append(try readString()) }
    return texts
  }

  mutating func readHash() throws(Corrupt) -> ContentHash {
    ContentHash(high: try read(), low: try read())
  }
}

/// Tells whether bytes are still those that were written; not meant to withstand anybody.
func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var (a, b) = (UInt64(0x9E37_79B9_7F4A_7C15), UInt64(bytes.count))
  var offset = 0
  while offset + 16 <= bytes.count {
    a = (a ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0xBF58_476D_1CE4_E5B9
    b = (b ^ bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)) &* 0x94D0_49BB_1331_11EB
    a ^= a >> 29
    b ^= b >> 31
    offset += 16
  }
  while offset < bytes.count {
    a = (a ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01B3
    offset += 1
  }
  return (a ^ b >> 32) &* 0xD6E8_FEB8_6659_FD93 ^ b
}
