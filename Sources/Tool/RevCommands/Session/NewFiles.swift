internal import Glibc
internal import ScriptRepository
internal import SystemPackage

/// Makes files and folders without ever touching what is there, and says why where it cannot.
enum NewFiles {
  /// Makes a folder, and those above it; one that is there is as good.
  static func createFolder(_ path: FilePath) throws {
    do {
      try NewFile.makeFolder(path.string)
    } catch {
      throw Report(.file, "cannot make the folder \(path): \(String(cString: strerror(error.errno)))")
    }
  }

  /// Makes a file with a text. Throws where there is one already.
  static func create(_ path: FilePath, _ text: String) throws { try create(path, Array(text.utf8)) }

  /// Makes a file with these bytes. Throws where there is one already.
  static func create(_ path: FilePath, _ bytes: [UInt8], mode: mode_t = 0o666) throws {
    do {
      try NewFile.create(path.string, bytes, mode: mode)
    } catch  where error.errno == EEXIST {
      throw Report(.fileExists, "\(path) is there already", hints: ["nothing was overwritten"])
    } catch {
      throw Report(.file, "cannot make \(path): \(String(cString: strerror(error.errno)))")
    }
  }
}
