import Glibc
package import SystemPackage

/// Puts a new script in place, and never in another's.
package enum ScriptWriter {
  /// What happened.
  package enum Outcome: Hashable, Sendable {
    case written
    /// The file was there before, with the same bytes.
    case alreadyThere
  }

  /// Why nothing was written.
  package enum Failure: Error, Hashable, Sendable {
    /// There is a file of that name that says something else.
    case fileExists(path: String)
    /// The name is absolute, leads out of the folder, is hidden, or holds a control character.
    case unusableName(String)
    /// The system refused.
    case cannotWrite(path: String, errno: CInt)
  }

  /// Writes a script whole, or not at all, and never over another file.
  ///
  /// - Parameters:
  ///   - text: The whole script.
  ///   - name: The file's name; folders in it are made.
  ///   - folder: The version location, which is made if it is not there.
  /// - Returns: Where the script is, and whether it was there before.
  package static func write(
    _ text: String, as name: String, in folder: FilePath
  ) throws(Failure) -> (path: String, outcome: Outcome) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    guard isPlain, !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .unusableName(name)
    }
    let path = "\(folder.string)/\(name)"
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    do {
      try NewFile.makeFolder(parent)
      return (path, try place(Array(text.utf8), at: path, in: parent))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .cannotWrite(path: path, errno: (error as? SystemFailure)?.errno ?? EIO)
    }
  }

  private static func place(_ bytes: [UInt8], at path: String, in folder: String) throws -> Outcome {
    // A hidden name: whoever lists the folder meanwhile does not see half a script.
    let temporary = "\(folder)/.rev-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { unlink(temporary) }
    try NewFile.create(temporary, bytes)
    // A second name for the file replaces nothing, as renaming it would.
    if link(temporary, path) == 0 { return .written }
    if [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) {
      // Some file systems give a file one name only: there, readers may for a moment see part of it.
      do throws(SystemFailure) {
        try NewFile.create(path, bytes)
        return .written
      } catch  where error.errno != EEXIST {
        throw error
      } catch {
        errno = EEXIST
      }
    }
    guard errno == EEXIST else { throw SystemFailure.last }
    guard try OpenFile.contents(of: path) == bytes else { throw Failure.fileExists(path: path) }
    return .alreadyThere
  }
}
