/// The ids that files had the last time, and what they depended on.
struct BlobMemory {
  struct Entry {
    let stamp: FileStamp
    /// Stands for what git would do to the file; nil outside a repository.
    let conversion: ContentHash?
    let raw: GitObjectID
    var stored: GitObjectID?
  }

  let entries: [String: Entry]

  private static let magic: UInt64 = 0x3130_626f_6c62_7672  // "rvblob01"

  init(entries: [String: Entry] = [:]) { self.entries = entries }

  /// Takes over the bytes of a memory; nil where they are not one, whole and unchanged.
  init?(_ bytes: [UInt8]) {
    let entries = bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return try? Self.read(&reader, of: bytes)
    }
    guard let entries else { return nil }
    self.entries = entries
  }

  private static func read(
    _ reader: inout ByteReader, of bytes: UnsafeRawBufferPointer
  ) throws(ByteReader.Corrupt) -> [String: Entry] {
    guard try reader.read(UInt64.self) == magic else { throw ByteReader.Corrupt() }
    let sum = try reader.read(UInt64.self)
    guard sum == checksum(UnsafeRawBufferPointer(rebasing: bytes[reader.offset...])) else { throw ByteReader.Corrupt() }
    var entries: [String: Entry] = [:]
    entries.reserveCapacity(Int(try reader.read(UInt32.self)))
    while !reader.isAtEnd {
      let path = try reader.readString()
      let stamp = FileStamp(
        size: try reader.read(), modified: try reader.read(), changed: try reader.read(), inode: try reader.read(),
        device: try reader.read())
      let facts = try reader.read(UInt8.self)
      let conversion = facts & 1 == 0 ? nil : try reader.readHash()
      let raw = try reader.readObjectID()
      entries[path] = Entry(
        stamp: stamp, conversion: conversion, raw: raw, stored: facts & 2 == 0 ? nil : try reader.readObjectID())
    }
    return entries
  }

  /// The memory as it is stored.
  func encoded() -> [UInt8] {
    var body = ByteWriter()
    body.write(UInt32(entries.count))
    for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
      body.write(path)
      for number in [entry.stamp.size, entry.stamp.modified, entry.stamp.changed] { body.write(number) }
      body.write(entry.stamp.inode)
      body.write(entry.stamp.device)
      body.write(UInt8((entry.conversion == nil ? 0 : 1) | (entry.stored == nil ? 0 : 2)))
      if let conversion = entry.conversion { body.write(conversion) }
      body.write(entry.raw)
      if let stored = entry.stored { body.write(stored) }
    }
    var header = ByteWriter()
    header.write(Self.magic)
    header.write(body.bytes.withUnsafeBytes { checksum($0) })
    return header.bytes + body.bytes
  }
}
