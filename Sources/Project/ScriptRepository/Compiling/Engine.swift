import Glibc

/// The executable that scripts are loaded into, and what they are compiled against.
struct Engine: Sendable {
  /// Stands for this build of the executable.
  let identity: String
  /// The executable's real path.
  let executable: String
  /// Whether ``identity`` is the build's own id, which a copy of the executable shares.
  let hasBuildID: Bool

  /// The engine of this process; nil where the system does not say which executable runs.
  static func current() -> Engine? {
    guard let executable = realPath("/proc/self/exe") else { return nil }
    if let id = BuildID.of(executable) {
      return Engine(identity: "build-id \(id)", executable: executable, hasBuildID: true)
    }
    guard let stamp = FileStamp(path: executable) else { return nil }
    let identity = "file \(executable) \(stamp.size) \(stamp.modified) \(stamp.inode)"
    return Engine(identity: identity, executable: executable, hasBuildID: false)
  }

  /// The folder that the executable stands in.
  var folder: String { String(executable[..<(executable.lastIndex(of: "/") ?? executable.startIndex)]) }

  /// The folder of the `Revisions` module, and where it was looked for: `$REV_MODULES`, where `Scripts/install` puts it, and
  /// where a build leaves it beside the executable.
  func moduleFolder(environment: [String: String]) -> (found: String?, searched: [String]) {
    var candidates = ["\(folder)/../lib/rev/modules", "\(folder)/Modules"].map { realPath($0) ?? $0 }
    if let named = environment["REV_MODULES"], !named.isEmpty { candidates = [named] }
    return (candidates.first { access("\($0)/Revisions.swiftmodule", R_OK) == 0 }, candidates)
  }
}

/// The id that the linker gave an executable.
enum BuildID {
  /// Reads it from the executable's notes; nil where there is none.
  static func of(_ path: String) -> String? {
    do {
      let file = try OpenFile(path)
      let header = try file.read(64, at: 0)
      // A 64-bit ELF file, whose program headers are of the size that is known here.
      guard header.count == 64, header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2]), number(UInt16.self, header, 54) == 56
      else { return nil }
      let count = Int(number(UInt16.self, header, 56))
      let table = try file.read(count * 56, at: Int64(clamping: number(UInt64.self, header, 32)))
      for entry in stride(from: 0, to: table.count - 55, by: 56)
      where number(UInt32.self, table, entry) == UInt32(PT_NOTE) {
        let size = number(UInt64.self, table, entry + 32)
        guard size < 65_536 else { continue }
        let notes = try file.read(Int(size), at: Int64(clamping: number(UInt64.self, table, entry + 8)))
        if let id = id(in: notes) { return id }
      }
    } catch {
      return nil
    }
    return nil
  }

  /// Looks through notes. Each is three numbers (the size of its name, of its content, and its type), its name and its
  /// content, both padded to four bytes.
  private static func id(in notes: [UInt8]) -> String? {
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

  private static func number<Number: FixedWidthInteger>(_ type: Number.Type, _ bytes: [UInt8], _ offset: Int) -> Number {
    bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }
}
