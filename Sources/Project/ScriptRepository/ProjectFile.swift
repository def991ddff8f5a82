/// A file of a project that is no script.
package enum ProjectFile {
  /// The bytes of a file. Throws where it cannot be read.
  package static func contents(of path: String) throws(SystemFailure) -> [UInt8] { try OpenFile.contents(of: path) }

  /// Whether there is a file or folder of that path.
  package static func exists(_ path: String) -> Bool { FileStamp(path: path) != nil }
}
