import Glibc

/// Compiled groups of scripts in a folder, and a catalog of what is in which.
///
/// Everything in one store was compiled by one compiler against one build of the engine with one set of support files:
/// its folder is named after them. A script is found by its name and text, so that an edited script leaves
/// the rest of its old group in use.
struct ObjectStore: Sendable {
  /// A script as the catalog knows it.
  struct Member: Hashable {
    let key: ContentHash
    /// How many revisions it declares.
    let revisions: Int
  }

  /// A compiled group.
  struct Object {
    /// The name of its file.
    let name: String
    let size: Int64
    /// Its scripts, in the order in which they hand out their revisions.
    let members: [Member]
  }

  /// Which group to load for a script, and where its revisions stand in it.
  struct Place {
    let object: Int
    let firstRevision: Int
    let revisions: Int
  }

  let folder: String
  private(set) var objects: [Object] = []
  private var places: [ContentHash: Place] = [:]

  /// How the folder of a store is called; what it was compiled with follows.
  static let folderPrefix = "objects-"
  /// The file that says what is in which group.
  static let catalogName = "catalog"
  /// The file whose lock lets one process at a time compile.
  static let lockName = "lock"
  /// The folder of what the compiler makes of C headers.
  static let moduleCacheName = "modules"
  private static let magic: UInt64 = 0x3130_7463_6a62_6f72  // "robjct01"
  /// How many groups a store may come to hold before the oldest are dropped, and how many are then kept.
  private static let limit = (full: 512, kept: 256)

  /// Opens a store; one that is empty or damaged has nothing in it.
  init(_ folder: String) {
    self.folder = folder
    guard let bytes = try? OpenFile.contents(of: "\(folder)/\(Self.catalogName)"), let objects = Self.decode(bytes)
    else { return }
    for object in objects { add(object) }
  }

  /// Where a script is, if it was compiled.
  func place(of key: ContentHash) -> Place? { places[key] }

  /// The path of a group's file.
  func path(of object: Object) -> String { "\(folder)/\(object.name)" }

  /// Whether a group's file is there, whole.
  func isWhole(_ object: Object) -> Bool {
    FileStamp(path: path(of: object))?.size == object.size
  }

  /// Adds a group; its scripts are from now on found in it.
  mutating func add(_ object: Object) {
    var first = 0
    for member in object.members {
      places[member.key] = Place(object: objects.count, firstRevision: first, revisions: member.revisions)
      first += member.revisions
    }
    objects.append(object)
  }

  /// Drops the oldest groups of a store that has grown too large, but none that is in use.
  mutating func prune(keeping used: Set<ContentHash>) {
    guard objects.count > Self.limit.full else { return }
    let needed = Set(used.compactMap { places[$0]?.object })
    var surplus = objects.count - Self.limit.kept
    var kept: [Object] = []
    for (index, object) in objects.enumerated() {
      if surplus > 0, !needed.contains(index) {
        surplus -= 1
        unlink(path(of: object))
      } else {
        kept.append(object)
      }
    }
    objects = []
    places = [:]
    for object in kept { add(object) }
  }

  /// Removes what a run that was killed left behind; only the holder of the store's lock may.
  func sweep() {
    let known = Set(objects.map(\.name) + [Self.catalogName, Self.lockName, Self.moduleCacheName])
    for name in CacheFolder.names(in: folder) where !known.contains(name) { CacheFolder.remove("\(folder)/\(name)") }
  }

  /// Writes the catalog.
  func save(in cache: CacheFolder) throws(SystemFailure) {
    try cache.write(Self.catalog(objects), to: Self.catalogName)
  }

  /// A catalog as it is stored.
  static func catalog(_ objects: [Object]) -> [UInt8] {
    var body = ByteWriter()
    body.write(UInt32(objects.count))
    for object in objects {
      body.write(object.name)
      body.write(object.size)
      body.write(UInt32(object.members.count))
      for member in object.members {
        body.write(member.key)
        body.write(UInt32(member.revisions))
      }
    }
    var header = ByteWriter()
    header.write(magic)
    header.write(body.bytes.withUnsafeBytes { checksum($0) })
    return header.bytes + body.bytes
  }

  private static func decode(_ bytes: [UInt8]) -> [Object]? {
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      do throws(ByteReader.Corrupt) {
        guard try reader.read(UInt64.self) == magic,
          try reader.read(UInt64.self) == checksum(UnsafeRawBufferPointer(rebasing: bytes[16...]))
        else { return nil }
        var objects: [Object] = []
        for _ in 0..<(try reader.read(UInt32.self)) {
          let name = try reader.readString()
          let size = try reader.read(Int64.self)
          var members: [Member] = []
          for _ in 0..<(try reader.read(UInt32.self)) {
            members.append(Member(key: try reader.readHash(), revisions: Int(try reader.read(UInt32.self))))
          }
          objects.append(Object(name: name, size: size, members: members))
        }
        return objects
      } catch {
        return nil
      }
    }
  }
}
