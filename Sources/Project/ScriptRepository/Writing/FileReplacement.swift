import Glibc

/// Gives files that are there new texts.
package enum FileReplacement {
  /// A file and its texts.
  package struct File {
    /// The file's absolute path.
    package let path: String
    /// What it says now.
    package let before: [UInt8]
    /// What it is to say.
    package let after: [UInt8]

    package init(path: String, before: [UInt8], after: [UInt8]) {
      self.path = path
      self.before = before
      self.after = after
    }
  }

  /// Why nothing was replaced.
  package enum Failure: Error, Hashable, Sendable {
    /// The file says something else by now.
    case changedMeanwhile(path: String)
    /// The system refused.
    case cannotWrite(path: String, errno: CInt)
  }

  /// Replaces all texts, or none: each is written beside its file first, and where one cannot take its place those
  /// before it are put back.
  package static func replace(_ files: [File]) throws(Failure) {
    var prepared: [(file: File, target: String, temporary: String)] = []
    defer { for (_, _, temporary) in prepared { unlink(temporary) } }
    for file in files {
      // A link stays a link, and what it leads to is replaced.
      let target = realPath(file.path) ?? file.path
      prepared.append((file, target, try written(file.after, beside: target)))
    }
    var replaced: [File] = []
    do throws(Failure) {
      for (file, target, temporary) in prepared {
        guard (try? OpenFile.contents(of: target)) == file.before else { throw .changedMeanwhile(path: file.path) }
        guard rename(temporary, target) == 0 else { throw .cannotWrite(path: file.path, errno: errno) }
        replaced.append(File(path: target, before: file.after, after: file.before))
      }
    } catch {
      for file in replaced {
        guard let temporary = try? written(file.after, beside: file.path) else { continue }
        if rename(temporary, file.path) != 0 { unlink(temporary) }
      }
      throw error
    }
  }

  /// Writes a text into a new file in the folder of another, with the rights of that one.
  private static func written(_ text: [UInt8], beside path: String) throws(Failure) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
    // A hidden name: whoever lists the folder meanwhile does not take it for a script.
    let temporary = "\(folder)/.rev-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    do {
      try NewFile.create(temporary, text)
    } catch {
      throw .cannotWrite(path: path, errno: error.errno)
    }
    // The mask of a new file is not that of the old one.
    chmod(temporary, status.st_mode & 0o7777)
    return temporary
  }
}
