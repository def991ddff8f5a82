import ModelData

/// The digests that compiled scripts had, which cost more to find than all else that is done with a script before it runs.
struct DigestMemory {
  /// By what stands for a script's text and everything else that the digest depends on.
  var digests: [ContentHash: OperationDigest] = [:]

  private static let magic: UInt64 = 0x3130_6769_6476_7672  // "rvvdig01"

  init() {}

  /// Takes over the bytes of a memory; nil where they are not one, whole and unchanged.
  init?(_ bytes: [UInt8]) {
    let digests = bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return try? Self.read(&reader, of: bytes)
    }
    guard let digests else { return nil }
    self.digests = digests
  }

  private static func read(
    _ reader: inout ByteReader, of bytes: UnsafeRawBufferPointer
  ) throws(ByteReader.Corrupt) -> [ContentHash: OperationDigest] {
    guard try reader.read(UInt64.self) == magic else { throw ByteReader.Corrupt() }
    let sum = try reader.read(UInt64.self)
    guard sum == checksum(UnsafeRawBufferPointer(rebasing: bytes[reader.offset...])) else { throw ByteReader.Corrupt() }
    var digests: [ContentHash: OperationDigest] = [:]
    digests.reserveCapacity(Int(try reader.read(UInt32.self)))
    while !reader.isAtEnd {
      let key = try reader.readHash()
      // One of another form is no longer made.
      if let digest = OperationDigest(try reader.readString()) { digests[key] = digest }
    }
    return digests
  }

  /// The memory as it is stored.
  func encoded() -> [UInt8] {
    var body = ByteWriter()
    body.write(UInt32(digests.count))
    for (key, digest) in digests.sorted(by: { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }) {
      body.write(key)
      body.write(digest.description)
    }
    var header = ByteWriter()
    header.write(Self.magic)
    header.write(body.bytes.withUnsafeBytes { checksum($0) })
    return header.bytes + body.bytes
  }
}
