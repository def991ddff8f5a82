import Glibc
import Revisions

/// What was read from the scripts of a project the last time, by file.
///
/// Its form is flat: the entries stand in the order in which the files are listed, so that an index is read in one walk
/// beside the list of files, and an entry is decoded only if its file has not changed.
struct ScriptIndex {
  /// What a file declares.
  struct Entry {
    /// The file's name and text, where the whole of it was read.
    var key: ContentHash?
    var revisions: [Revision] = []
  }

  /// A revision in a file.
  struct Revision {
    var metadata: RevisionMetadata
    var typeName: String
    var line: Int
  }

  private static let magic: UInt64 = 0x3130_7865_6469_7672  // "rvidex01"
  private static let headerSize = 24

  private let bytes: [UInt8]
  private let start: Int

  /// Takes over the bytes of an index; nil where they are not one, whole and unchanged.
  init?(_ bytes: [UInt8]) {
    let isWhole = bytes.withUnsafeBytes { raw in
      guard raw.count >= Self.headerSize,
        UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) == Self.magic
      else { return false }
      let sum = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      return sum == checksum(UnsafeRawBufferPointer(rebasing: raw[16...]))
    }
    guard isWhole else { return nil }
    self.bytes = bytes
    start = 16
  }

  /// Walks through the entries beside a list of files.
  func withCursor<Result>(_ body: (inout Cursor) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { raw in
      var cursor = Cursor(ByteReader(UnsafeRawBufferPointer(rebasing: raw[start...])))
      return try body(&cursor)
    }
  }

  /// Looks entries up, in the order in which they were written.
  struct Cursor {
    private var reader: ByteReader
    private var remaining: UInt64
    private var folder: UInt32 = 0
    private var name = UnsafeRawBufferPointer(start: nil, count: 0)
    private var stamp = FileStamp(size: 0, modified: 0, changed: 0, inode: 0, device: 0)
    private var isSettled = false
    private var payload = UnsafeRawBufferPointer(start: nil, count: 0)
    private var isLoaded = false
    /// Whether an entry was passed over: its file is gone.
    private(set) var hasSkipped = false

    fileprivate init(_ reader: ByteReader) {
      self.reader = reader
      remaining = (try? self.reader.read(UInt64.self)) ?? 0
    }

    /// The entry of a file, if there is one and the file has not changed since.
    mutating func entry(folder: Int, name: UnsafeRawBufferPointer, stamp: FileStamp) -> Entry? {
      while isLoaded || load() {
        switch order(folder, name) {
        case ..<0:
          isLoaded = false
          hasSkipped = true
        case 0:
          isLoaded = false
          guard isSettled, self.stamp == stamp else { return nil }
          return try? Self.decode(payload)
        default: return nil
        }
      }
      return nil
    }

    /// Whether no entry is left over.
    var isExhausted: Bool { remaining == 0 && !isLoaded }

    /// Where the loaded entry stands, seen from a file: negative for before it.
    private func order(_ folder: Int, _ name: UnsafeRawBufferPointer) -> Int {
      if Int(self.folder) != folder { return Int(self.folder) - folder }
      guard let left = self.name.baseAddress, let right = name.baseAddress else { return self.name.count - name.count }
      let order = Int(memcmp(left, right, min(self.name.count, name.count)))
      return order == 0 ? self.name.count - name.count : order
    }

    private mutating func load() -> Bool {
      guard remaining > 0 else { return false }
      do throws(ByteReader.Corrupt) {
        folder = try reader.read()
        name = try reader.readBytes()
        stamp = FileStamp(
          size: try reader.read(), modified: try reader.read(), changed: try reader.read(),
          inode: try reader.read(), device: try reader.read())
        isSettled = try reader.read(UInt8.self) == 1
        payload = try reader.readBytes()
      } catch {
        remaining = 0
        return false
      }
      remaining -= 1
      isLoaded = true
      return true
    }

    private static func decode(_ payload: UnsafeRawBufferPointer) throws(ByteReader.Corrupt) -> Entry {
      var reader = ByteReader(payload)
      var entry = Entry()
      if try reader.read(UInt8.self) == 1 { entry.key = try reader.readHash() }
      let count = try reader.read(UInt32.self)
      for _ in 0..<count {
        let metadata = RevisionMetadata(
          id: RevisionID(try reader.readString()), parents: try reader.readStrings().map { RevisionID($0) },
          dependsOn: try reader.readStrings().map { RevisionID($0) }, branchLabels: try reader.readStrings(),
          message: try reader.readString(), created: try reader.readString())
        let typeName = try reader.readString()
        let line = Int(try reader.read(UInt32.self))
        entry.revisions.append(Revision(metadata: metadata, typeName: typeName, line: line))
      }
      return entry
    }
  }

  /// Puts an index together; entries are added in the order of the files.
  struct Builder {
    private var entries = ByteWriter()
    private var count: UInt64 = 0

    mutating func add(_ entry: Entry, folder: Int, name: ArraySlice<UInt8>, stamp: FileStamp, isSettled: Bool) {
      count += 1
      entries.write(UInt32(folder))
      entries.write(name)
      for number in [stamp.size, stamp.modified, stamp.changed] { entries.write(number) }
      entries.write(stamp.inode)
      entries.write(stamp.device)
      entries.write(UInt8(isSettled ? 1 : 0))
      var payload = ByteWriter()
      payload.write(UInt8(entry.key == nil ? 0 : 1))
      if let key = entry.key { payload.write(key) }
      payload.write(UInt32(entry.revisions.count))
      for revision in entry.revisions {
        payload.write(revision.metadata.id.rawValue)
        payload.write(revision.metadata.parents.map(\.rawValue))
        payload.write(revision.metadata.dependsOn.map(\.rawValue))
        payload.write(revision.metadata.branchLabels)
        payload.write(revision.metadata.message)
        payload.write(revision.metadata.created)
        payload.write(revision.typeName)
        payload.write(UInt32(revision.line))
      }
      entries.write(payload.bytes[...])
    }

    /// The index as it is stored.
    func finish() -> [UInt8] {
      var body = ByteWriter()
      body.write(count)
      let content = body.bytes + entries.bytes
      var header = ByteWriter()
      header.write(ScriptIndex.magic)
      header.write(content.withUnsafeBytes { checksum($0) })
      return header.bytes + content
    }
  }
}
