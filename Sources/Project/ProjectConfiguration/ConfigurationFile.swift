package import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds and reads the file.
package enum ConfigurationFile {
  package static let defaultName = "migrate.ini"
  /// The variable that names the file where no option does.
  package static let environmentVariable = "REV_CONFIG"
  /// More bytes than any configuration has.
  package static let sizeLimit = 1 << 20

  /// The absolute path of the project's file: what `-c` names; else what `REV_CONFIG` names; else the bundle's, for an
  /// executable that belongs to one; else `migrate.ini` in the current folder; else in the nearest folder above it, up to
  /// the one that holds `.git`.
  ///
  /// A file further up counts only if it belongs to this user, to root, or to whom the current folder belongs, as it
  /// names the code that is run.
  package static func locate(
    option: String?, bundle: FilePath? = nil, in context: ProcessContext
  ) throws(ConfigurationError) -> FilePath {
    if let named = option ?? context.variable(environmentVariable) {
      // Whether it is there is seen when it is read.
      return context.currentDirectory.resolving(named)
    }
    if let bundle { return bundle }

    var searched: [FilePath] = []
    var folder = context.currentDirectory
    let trusted = [context.userID, 0, status(of: folder)?.st_uid ?? 0]
    while true {
      let candidate = folder.appending(defaultName)
      if let status = status(of: candidate), status.st_mode & S_IFMT != S_IFDIR {
        guard searched.isEmpty || trusted.contains(status.st_uid) else {
          throw .foreignOwner(candidate, userID: status.st_uid)
        }
        return candidate
      }
      searched.append(candidate)
      let isTop = status(of: folder.appending(".git")) != nil
      guard !isTop, folder.removeLastComponent() else { throw .notFound(searched: searched) }
    }
  }

  /// The bytes of a file.
  package static func read(_ file: FilePath) throws(ConfigurationError) -> [UInt8] {
    do {
      let descriptor = try FileDescriptor.open(file, .readOnly, options: .closeOnExec)
      return try descriptor.closeAfter {
        var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
        var count = 0
        while count < bytes.count {
          let read = try bytes.withUnsafeMutableBytes {
            try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
          }
          if read == 0 { break }
          count += read
        }
        guard count <= sizeLimit else { throw ConfigurationError.tooLarge(file, limit: sizeLimit) }
        bytes.removeLast(bytes.count - count)
        return bytes
      }
    } catch let error as ConfigurationError {
      throw error
    } catch Errno.noSuchFileOrDirectory {
      throw .notFound(searched: [file])
    } catch let error as Errno {
      throw .unreadable(file, error)
    } catch {
      throw .unreadable(file, .ioError)
    }
  }

  /// The folder of a file. Where the path has `..`, the folder that this leads to.
  static func directory(of file: FilePath) -> FilePath {
    let folder = file.removingLastComponent()
    guard folder.components.contains(where: { $0.kind == .parentDirectory }) else { return folder }
    let resolved = folder.withPlatformString { realpath($0, nil) }
    guard let resolved else { return folder }
    defer { free(resolved) }
    return FilePath(platformString: resolved)
  }

  private static func status(of path: FilePath) -> stat? {
    var status = stat()
    return path.withPlatformString { stat($0, &status) } == 0 ? status : nil
  }
}
