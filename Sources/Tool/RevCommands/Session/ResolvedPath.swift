internal import Glibc
internal import SystemPackage

extension FilePath {
  /// An absolute path without symbolic links and `..`, as far as it exists.
  var resolved: FilePath {
    var existing = self
    var rest: [FilePath.Component] = []
    while let last = existing.lastComponent {
      if let real = realpath(existing.string, nil) {
        defer { free(real) }
        return FilePath(String(cString: real)).appending(rest.reversed()).lexicallyNormalized()
      }
      rest.append(last)
      existing.removeLastComponent()
    }
    return lexicallyNormalized()
  }
}
