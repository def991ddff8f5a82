import SystemPackage

/// Whether a text has a character that no name, path or setting has any use for.
func hasControlCharacter(_ text: some StringProtocol) -> Bool {
  text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
}

/// Whether a text has a URL in it, or part of one: by its bytes, as a combining mark could hide the last `/`.
func holdsURL(_ text: some StringProtocol) -> Bool { Array(text.utf8).contains(Array("://".utf8)) }

extension FilePath {
  /// The path that `text` means when it is relative to this one, without `.` components.
  func resolving(_ text: String) -> FilePath {
    let path = pushing(FilePath(text))
    // `..` stays: behind a symbolic link it is not the folder that stands before it.
    return FilePath(root: path.root, path.components.filter { $0.kind != .currentDirectory })
  }
}

extension Substring {
  /// The text without spaces and tabs at its ends.
  func trimmingSpaces() -> Substring {
    var result = drop { $0 == " " || $0 == "\t" }
    while result.last == " " || result.last == "\t" { result.removeLast() }
    return result
  }
}
