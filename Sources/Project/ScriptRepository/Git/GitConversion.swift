import CLibGit2

/// What git does to a file's bytes before it stores them, as the file's attributes and the configuration have it.
struct GitConversion {
  /// Who can do it.
  enum Method { case nothing, library, program }

  let method: Method
  /// Stands for everything that the outcome depends on but the bytes, and the index where ``asksIndex`` is true.
  let key: ContentHash
  /// Whether a CR stays because the index already has one in this file.
  let asksIndex: Bool
}

/// Reads conversions, and each setting that they depend on only once.
struct GitConversionReader {
  private let repository: GitRepository
  private let autoCRLF: String?
  private var drivers: [String: [String?]] = [:]
  /// Most files of a project share their attributes.
  private var known: [[Attribute]: GitConversion] = [:]
  private var folders: [Substring: GitAttributeFiles] = [:]
  private var groups: [GitAttributeFiles.Group: GitConversion] = [:]

  private enum Attribute: Hashable {
    case unspecified, set, unset
    case value(String)
  }

  init(_ repository: GitRepository) throws(GitError) {
    self.repository = repository
    autoCRLF = try repository.setting("core.autocrlf")?.lowercased()
  }

  /// The conversion of a file, by its path from the top of the work tree.
  mutating func conversion(of path: String) throws(GitError) -> GitConversion {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { path[..<$0] } ?? ""
    let files = try files(above: folder)
    let group = files.group(of: slash.map { path[path.utf8.index(after: $0)...] } ?? path[...], in: folder)
    if let group, let known = groups[group] { return known }
    let attributes = try attributes(of: path)
    var conversion: GitConversion
    if let one = known[attributes] {
      conversion = one
    } else {
      conversion = try self.conversion(for: attributes)
      known[attributes] = conversion
    }
    if !files.misread.isEmpty {
      let facts = [conversion.key.hexadecimal] + files.misread.map(\.description)
      conversion = GitConversion(method: .program, key: ContentHash(of: facts), asksIndex: true)
    }
    if let group { groups[group] = conversion }
    return conversion
  }

  private mutating func files(above folder: Substring) throws(GitError) -> GitAttributeFiles {
    if let known = folders[folder] { return known }
    let files = try GitAttributeFiles(above: folder, in: repository)
    folders[folder] = files
    return files
  }

  private mutating func conversion(for attributes: [Attribute]) throws(GitError) -> GitConversion {
    let (text, crlf, eol, ident) = (attributes[0], attributes[1], attributes[2], attributes[3])
    var commands: [String?] = []
    if case .value(let driver) = attributes[4] { commands = try self.commands(of: driver) }
    let isReencoded = attributes[5] != .unspecified && attributes[5] != .unset

    // `crlf` is the old name of `text`, and counts where that is not said.
    let ending = text == .unspecified ? crlf : text
    let isAutomatic = autoCRLF.map { !["false", "no", "off", "0"].contains($0) } ?? false
    let keepsEndings = ending == .unset || ending == .unspecified && eol == .unspecified && !isAutomatic
    let method: GitConversion.Method =
      if commands.contains(where: { $0 != nil }) || isReencoded { .program } else if keepsEndings, ident != .set {
        .nothing
      } else { .library }
    let facts = attributes.map { "\($0)" } + [autoCRLF ?? "-"] + commands.map { $0 ?? "-" }
    return GitConversion(
      method: method, key: ContentHash(of: facts),
      asksIndex: ending == .value("auto") || ending == .unspecified && eol == .unspecified && isAutomatic)
  }

  private static let names: [StaticString] = ["text", "crlf", "eol", "ident", "filter", "working-tree-encoding"]

  private func attributes(of path: String) throws(GitError) -> [Attribute] {
    let git = repository.git
    var names: [UnsafePointer<CChar>?] = Self.names.map {
      UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    var values = [UnsafePointer<CChar>?](repeating: nil, count: names.count)
    // First the files in the work tree, then the index, as when something is added.
    try git.check(git.git_attr_get_many(&values, repository.handle, 0, path, names.count, &names))
    return values.map { value in
      switch git.git_attr_value(value) {
      case GIT_ATTR_VALUE_TRUE: .set
      case GIT_ATTR_VALUE_FALSE: .unset
      case GIT_ATTR_VALUE_STRING: value.map { .value(String(cString: $0)) } ?? .unspecified
      default: .unspecified
      }
    }
  }

  /// What the configuration says of a filter driver; a name that it says nothing of does nothing.
  private mutating func commands(of driver: String) throws(GitError) -> [String?] {
    if let known = drivers[driver] { return known }
    var commands: [String?] = []
    for key in ["clean", "process", "required"] { commands.append(try repository.setting("filter.\(driver).\(key)")) }
    drivers[driver] = commands
    return commands
  }
}

extension GitRepository {
  /// What the index has of a file; nil where it does not have it, or is not agreed on it.
  func indexedID(of path: String) throws(GitError) -> GitObjectID? {
    guard let index = try git.find({ git.git_repository_index($0, handle) }) else { return nil }
    defer { git.git_index_free(index) }
    return git.git_index_get_bypath(index, path, 0).map { GitObjectID($0.pointee.id) }
  }

  /// Whether the index has a CR in a file already.
  func indexHasCR(in path: String) throws(GitError) -> Bool {
    guard let id = try indexedID(of: path) else { return false }
    return try contents(ofBlob: id)?.contains(0x0D) ?? false
  }

  /// What git would store of a file whose conversion the library knows how to do.
  func converted(_ content: [UInt8], path: String) throws(GitError) -> [UInt8] {
    var filters: OpaquePointer?
    // Whether a conversion could be undone is asked by those who store, and keeps nobody from looking.
    try git.check(
      git.git_filter_list_load(
        &filters, handle, nil, path, GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE.rawValue))
    guard let filters else { return content }
    defer { git.git_filter_list_free(filters) }
    var output = git_buf()
    let code = content.withUnsafeBytes { bytes in
      git.git_filter_list_apply_to_buffer(
        &output, filters, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    try git.check(code)
    defer { git.git_buf_dispose(&output) }
    return [UInt8](UnsafeRawBufferPointer(start: output.ptr, count: output.size))
  }
}
