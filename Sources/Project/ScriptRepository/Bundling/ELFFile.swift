import Glibc

/// What an executable or a shared library says of itself to the loader.
struct ELFFile {
  /// The id that the linker gave it.
  let buildID: String?
  /// The name by which others ask for it.
  let name: String?
  /// The libraries that it asks for.
  let needed: [String]
  /// Where it has them looked for.
  let searchPath: String
  /// Where in the file the entry for the search path stands, and the number in it that says where its text begins.
  let searchPathEntry: (offset: Int, text: UInt64)?

  private struct Segment {
    let type: UInt32
    let offset: UInt64
    let address: UInt64
    let size: UInt64
  }

  /// Reads a 64-bit ELF file; nil where it is something else.
  init?(_ path: String) {
    guard let file = try? OpenFile(path), let header = try? file.read(64, at: 0), header.count == 64,
      header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2]), Self.number(UInt16.self, header, 54) == 56,
      let table = try? file.read(
        Int(Self.number(UInt16.self, header, 56)) * 56, at: Int64(clamping: Self.number(UInt64.self, header, 32)))
    else { return nil }
    let segments = stride(from: 0, to: table.count - 55, by: 56).map { start in
      Segment(
        type: Self.number(UInt32.self, table, start), offset: Self.number(UInt64.self, table, start + 8),
        address: Self.number(UInt64.self, table, start + 16), size: Self.number(UInt64.self, table, start + 32))
    }
    func content(_ segment: Segment) -> [UInt8] {
      guard segment.size < 1 << 20 else { return [] }
      return (try? file.read(Int(segment.size), at: Int64(clamping: segment.offset))) ?? []
    }
    buildID = segments.lazy.filter { $0.type == UInt32(PT_NOTE) }.compactMap { Self.buildID(in: content($0)) }.first

    // The dynamic section is a list of pairs: what is said, and a number.
    var entries: [(tag: UInt64, value: UInt64, offset: Int)] = []
    if let dynamic = segments.first(where: { $0.type == UInt32(PT_DYNAMIC) }) {
      let bytes = content(dynamic)
      for start in stride(from: 0, to: bytes.count - 15, by: 16) {
        let tag = Self.number(UInt64.self, bytes, start)
        if tag == 0 { break }
        entries.append((tag, Self.number(UInt64.self, bytes, start + 8), Int(dynamic.offset) + start))
      }
    }
    let strings = entries.first { $0.tag == UInt64(DT_STRTAB) }.flatMap { entry in
      segments.first { $0.type == UInt32(PT_LOAD) && entry.value >= $0.address && entry.value - $0.address < $0.size }
        .map { $0.offset + (entry.value - $0.address) }
    }
    func text(_ value: UInt64) -> String {
      guard let strings, let bytes = try? file.read(4096, at: Int64(clamping: strings &+ value)) else { return "" }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    name = entries.first { $0.tag == UInt64(DT_SONAME) }.map { text($0.value) }
    needed = entries.filter { $0.tag == UInt64(DT_NEEDED) }.map { text($0.value) }
    let search = entries.first { $0.tag == UInt64(DT_RUNPATH) || $0.tag == UInt64(DT_RPATH) }
    searchPath = search.map { text($0.value) } ?? ""
    searchPathEntry = search.map { ($0.offset, $0.value) }
  }

  /// Looks through notes. Each is three numbers (the size of its name, of its content, and its type), its name and its
  /// content, both padded to four bytes.
  private static func buildID(in notes: [UInt8]) -> String? {
    var offset = 0
    while offset + 12 <= notes.count {
      let nameSize = Int(number(UInt32.self, notes, offset))
      let size = Int(number(UInt32.self, notes, offset + 4))
      let content = offset + 12 + (nameSize + 3) / 4 * 4
      guard content + size <= notes.count else { return nil }
      if number(UInt32.self, notes, offset + 8) == UInt32(NT_GNU_BUILD_ID),
        notes[(offset + 12)..<(offset + 12 + nameSize)].elementsEqual("GNU\0".utf8)
      {
        return notes[content..<(content + size)].map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
      }
      offset = content + (size + 3) / 4 * 4
    }
    return nil
  }

  private static func number<Number: FixedWidthInteger>(_ type: Number.Type, _ bytes: [UInt8], _ offset: Int) -> Number
  {
    bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }
}
