import Glibc

/// The versions of compilers that were asked for theirs, so that a run that compiles nothing starts no process.
struct CompilerMemory: Sendable {
  private struct Known {
    var path: String
    var stamp: FileStamp
    var version: String
  }

  private static let name = "compilers"
  private static let magic: UInt32 = 0x3172_7672
  private static let limit = 8

  let folder: CacheFolder?

  /// The version of a compiler, if it is the same file that was asked.
  func version(of path: String, _ stamp: FileStamp) -> String? {
    read().first { $0.path == path && $0.stamp == stamp }?.version
  }

  /// The version that was asked for last: where no compiler is found, what it compiled still stands.
  var last: String? { read().first?.version }

  /// Keeps a version.
  func remember(_ version: String, of path: String, _ stamp: FileStamp) {
    let known = [Known(path: path, stamp: stamp, version: version)] + read().filter { $0.path != path }
    var writer = ByteWriter()
    writer.write(Self.magic)
    for known in known.prefix(Self.limit) {
      writer.write(known.path)
      for number in [known.stamp.size, known.stamp.modified, known.stamp.changed] { writer.write(number) }
      writer.write(known.stamp.inode)
      writer.write(known.stamp.device)
      writer.write(known.version)
    }
    // What cannot be kept is asked for again.
    try? folder?.write(writer.bytes, to: Self.name)
  }

  private func read() -> [Known] {
    guard let folder, let bytes = try? OpenFile.contents(of: "\(folder.path)/\(Self.name)") else { return [] }
    return bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      var known: [Known] = []
      do throws(ByteReader.Corrupt) {
        guard try reader.read(UInt32.self) == Self.magic else { return [] }
        while !reader.isAtEnd {
          known.append(
            Known(
              path: try reader.readString(),
              stamp: FileStamp(
                size: try reader.read(), modified: try reader.read(), changed: try reader.read(),
                inode: try reader.read(), device: try reader.read()),
              version: try reader.readString()))
        }
      } catch {
        return []
      }
      return known
    }
  }
}
