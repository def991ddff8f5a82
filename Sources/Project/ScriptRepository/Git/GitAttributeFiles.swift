import CLibGit2

/// The files that may say attributes of the scripts in a folder, read once for all of them.
///
/// libgit2 looks for them anew at each question, with a dozen system calls for each script; most often what it says of one
/// script, it says of all.
struct GitAttributeFiles {
  /// The scripts of a folder of which the files say the same.
  struct Group: Hashable {
    fileprivate let folder: Substring
    fileprivate let matches: [Bool]
  }

  /// What stands for the `.gitattributes` that do not say what the index has of them. Git asks the index where there is no
  /// such file; libgit2 asks it for all that the file leaves unsaid, and so goes on seeing lines that were deleted.
  let misread: [GitObjectID]
  /// The patterns that some names of the folder may match and others not; nil where not all are understood.
  private let patterns: [NamePattern]?

  /// Reads what there is.
  ///
  /// - Parameter folder: Its path from the top of the work tree.
  init(above folder: Substring, in repository: GitRepository) throws(GitError) {
    var misread: [GitObjectID] = []
    var texts: [[UInt8]] = []
    for path in Self.paths(above: folder) {
      let content = repository.workTree.flatMap { try? OpenFile.contents(of: "\($0)/\(path)") }
      let indexed = try repository.indexedID(of: path)
      if let content {
        texts.append(content)
        let id = GitObjectID(ofBlob: content)
        if let indexed, id == indexed { continue }
        if indexed != nil { misread.append(id) }
      }
      if let indexed, let content = try repository.contents(ofBlob: indexed) { texts.append(content) }
    }
    self.misread = misread
    for path in try repository.attributeFilesElsewhere() {
      if let content = try? OpenFile.contents(of: path) { texts.append(content) }
    }
    patterns = NamePattern.all(in: texts)
  }

  /// The scripts that have the same attributes as one of the folder; nil where each has to be asked about.
  func group(of name: Substring, in folder: Substring) -> Group? {
    patterns.map { patterns in Group(folder: folder, matches: patterns.map { $0.matches(name) }) }
  }

  /// Where attributes of the files in a folder may be said in the work tree, by the paths from its top.
  static func paths(above folder: some StringProtocol) -> [String] {
    var files = [".gitattributes"]
    var path = ""
    for part in folder.split(separator: "/") {
      path += "\(part)/"
      files.append(path + ".gitattributes")
    }
    return files
  }
}

/// The last part of a line's pattern, where it is a name or an ending: all that tells files of one folder apart.
private enum NamePattern: Hashable {
  case name([UInt8])
  case ending([UInt8])

  /// The patterns of all lines, without those that match any name; nil where one is of another kind.
  static func all(in texts: [[UInt8]]) -> [NamePattern]? {
    var patterns: Set<NamePattern> = []
    for text in texts {
      for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
        guard let pattern = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).first,
          pattern.first != UInt8(ascii: "#"), !pattern.starts(with: "[attr]".utf8)
        else { continue }
        let slash = pattern.lastIndex(of: UInt8(ascii: "/"))
        let last = pattern[(slash.map { $0 + 1 } ?? pattern.startIndex)...]
        let stars = last.prefix { $0 == UInt8(ascii: "*") }
        let rest = last.dropFirst(stars.count)
        guard !last.isEmpty, pattern.first != UInt8(ascii: "\""), rest.allSatisfy(isPlain) else { return nil }
        if !rest.isEmpty { patterns.insert(stars.isEmpty ? .name(Array(rest)) : .ending(Array(rest))) }
      }
    }
    return Array(patterns)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  func matches(_ name: Substring) -> Bool {
    switch self {
    case .name(let bytes): name.utf8.elementsEqual(bytes)
    case .ending(let bytes): name.utf8.suffix(bytes.count).elementsEqual(bytes)
    }
  }
}

extension GitRepository {
  /// The files outside the work tree that may say attributes, whether they exist or not.
  fileprivate func attributeFilesElsewhere() throws(GitError) -> [String] {
    var files = [commonFolder, gitFolder].map { "\($0)/info/attributes" }
    if let file = try setting("core.attributesFile") {
      let isAtHome = file.hasPrefix("~/")
      files.append(isAtHome ? (environment["HOME"] ?? "") + file.dropFirst() : file)
    }
    for (level, name) in [(GIT_CONFIG_LEVEL_SYSTEM, "gitattributes"), (GIT_CONFIG_LEVEL_XDG, "attributes")] {
      var folders = git_buf()
      try git.check(withUnsafePointer(to: git) { rev_git_search_path($0, level.rawValue, &folders) })
      defer { git.git_buf_dispose(&folders) }
      guard let list = folders.ptr.map({ String(cString: $0) }) else { continue }
      files += list.split(separator: ":").map { "\($0)/\(name)" }
    }
    return files
  }
}
