/// What was found out about the operations of compiled scripts, as text, since it costs more than all else that is done with
/// a script before it runs.
struct ScriptMemory {
  /// By what stands for a script's text and everything else that the finding depends on.
  var findings: [ContentHash: String] = [:]

  private static let magic: UInt64 = 0x3230_6769_6476_7672  // "rvvdig02"

  init() {}

  /// Takes over the bytes of a memory; nil where they are not one, whole and unchanged.
  init?(_ bytes: [UInt8]) {
    let findings = bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return try? Self.read(&reader, of: bytes)
    }
    guard let findings else { return nil }
    self.findings = findings
  }

  private static func read(
    _ reader: inout ByteReader, of bytes: UnsafeRawBufferPointer
  ) throws(ByteReader.Corrupt) -> [ContentHash: String] {
    guard try reader.read(UInt64.self) == magic else { throw ByteReader.Corrupt() }
    let sum = try reader.read(UInt64.self)
    guard sum == checksum(UnsafeRawBufferPointer(rebasing: bytes[reader.offset...])) else { throw ByteReader.Corrupt() }
    var findings: [ContentHash: String] = [:]
    findings.reserveCapacity(Int(try reader.read(UInt32.self)))
    while !reader.isAtEnd {
      let key = try reader.readHash()
      findings[key] = try reader.readString()
    }
    return findings
  }

  /// The memory as it is stored.
  func encoded() -> [UInt8] {
    var body = ByteWriter()
    body.write(UInt32(findings.count))
    for (key, text) in findings.sorted(by: { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }) {
      body.write(key)
      body.write(text)
    }
    var header = ByteWriter()
    header.write(Self.magic)
    header.write(body.bytes.withUnsafeBytes { checksum($0) })
    return header.bytes + body.bytes
  }
}
