import CLibGit2
import Glibc

/// A git repository on this machine, opened for reading only.
///
/// It takes what it knows of attributes and configuration from the time at which it is first asked: open one for each
/// command.
package final class GitRepository {
  private let functions: UnsafePointer<rev_git>
  let handle: OpaquePointer
  let objects: OpaquePointer
  /// The folder that the files are checked out into, as a real path; nil in a bare repository.
  package let workTree: String?
  /// What git keeps for this work tree: `.git`, or its like for a worktree or a submodule.
  package let gitFolder: String
  /// What all worktrees of the repository share.
  let commonFolder: String
  let environment: [String: String]

  /// The functions of libgit2.
  var git: rev_git { functions.pointee }

  /// Opens the repository that a file or folder belongs to; nil where there is none.
  ///
  /// - Parameters:
  ///   - path: Any existing path; symbolic links in it are resolved first.
  ///   - environment: `GIT_CEILING_DIRECTORIES` ends the search as it does for git. `GIT_DIR` and `GIT_WORK_TREE` are
  ///     looked at where nothing is found: a tree that was checked out of a bare repository has nothing in it that says so.
  package static func open(containing path: String, environment: [String: String]) throws(GitError) -> GitRepository? {
    let functions = try LibGit2.functions()
    let git = functions.pointee
    guard let start = realPath(path) else { return nil }
    let ceilings = environment["GIT_CEILING_DIRECTORIES"] ?? ""
    let crosses = environment["GIT_DISCOVERY_ACROSS_FILESYSTEM"].map(isTrue) ?? false
    let flags = crosses ? GIT_REPOSITORY_OPEN_CROSS_FS.rawValue : 0
    if let handle = try open(start, flags: flags, ceilings: ceilings, git) {
      return try GitRepository(functions, handle, environment)
    }
    guard let folder = environment["GIT_DIR"], let tree = environment["GIT_WORK_TREE"].flatMap({ realPath($0) }),
      start == tree || start.hasPrefix(tree + "/"),
      let handle = try open(folder, flags: GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, ceilings: "", git)
    else { return nil }
    do {
      try git.check(git.git_repository_set_workdir(handle, tree, 0))
    } catch {
      git.git_repository_free(handle)
      throw error
    }
    return try GitRepository(functions, handle, environment)
  }

  /// Whether git takes a variable for yes.
  private static func isTrue(_ value: String) -> Bool { ["1", "true", "yes", "on"].contains(value.lowercased()) }

  private static func open(
    _ path: String, flags: UInt32, ceilings: String, _ git: rev_git
  ) throws(GitError) -> OpaquePointer? {
    var handle: OpaquePointer?
    let code = git.git_repository_open_ext(&handle, path, flags, ceilings)
    if code >= 0 { return handle }
    let message = git.lastMessage
    // libgit2 1.5 looks `safe.directory` up and returns that it found none; only its words tell it from no repository.
    if code == GIT_EOWNER.rawValue || message.contains("safe.directory") || message.contains("not owned by") {
      throw .ownedByAnother(path: path)
    }
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if message.lowercased().contains("objectformat") { throw .unsupportedHash(path: path) }
    throw .failed(code: Int(code), message: message)
  }

  /// Takes over an open repository.
  private init(
    _ functions: UnsafePointer<rev_git>, _ handle: OpaquePointer, _ environment: [String: String]
  ) throws(GitError) {
    let git = functions.pointee
    var objects: OpaquePointer?
    let code = git.git_repository_odb(&objects, handle)
    guard code >= 0, let objects else {
      let message = git.lastMessage
      git.git_repository_free(handle)
      throw .failed(code: Int(code), message: message)
    }
    self.functions = functions
    self.handle = handle
    self.objects = objects
    self.environment = environment
    workTree = git.git_repository_workdir(handle).map { Self.folder($0) }
    gitFolder = git.git_repository_path(handle).map { Self.folder($0) } ?? ""
    commonFolder = git.git_repository_commondir(handle).map { Self.folder($0) } ?? ""
    readWorktreeConfiguration()
  }

  deinit {
    git.git_odb_free(objects)
    git.git_repository_free(handle)
  }

  private static func folder(_ path: UnsafePointer<CChar>) -> String {
    let path = String(cString: path)
    return realPath(path) ?? (path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
  }

  /// `config.worktree` counts above the repository's own configuration, where an extension says so; libgit2 1.5 does not
  /// look at it.
  private func readWorktreeConfiguration() {
    var configuration: OpaquePointer?
    guard git.git_repository_config(&configuration, handle) >= 0, let configuration else { return }
    defer { git.git_config_free(configuration) }
    var isOn: CInt = 0
    guard git.git_config_get_bool(&isOn, configuration, "extensions.worktreeConfig") >= 0, isOn != 0 else { return }
    _ = git.git_config_add_file_ondisk(
      configuration, "\(gitFolder)/config.worktree", GIT_CONFIG_LEVEL_APP, handle, 0)
  }

  /// Whether the history ends early, because it was not all fetched.
  package var isShallow: Bool { git.git_repository_is_shallow(handle) == 1 }

  /// Whether HEAD is a commit and not a branch.
  package var isDetached: Bool { git.git_repository_head_detached(handle) == 1 }

  /// The name of the branch that is checked out; nil where HEAD is detached, or there is no commit yet.
  package func currentBranch() throws(GitError) -> String? {
    guard !isDetached, let head = try git.find({ git.git_repository_head($0, handle) }) else { return nil }
    defer { git.git_reference_free(head) }
    return git.git_reference_shorthand(head).map { String(cString: $0) }
  }

  /// A setting of the repository, its user or the system; nil where nobody says it.
  func setting(_ name: String) throws(GitError) -> String? {
    guard let configuration = try git.find({ git.git_repository_config($0, handle) }) else { return nil }
    defer { git.git_config_free(configuration) }
    var text = git_buf()
    let code = git.git_config_get_string_buf(&text, configuration, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try git.check(code)
    defer { git.git_buf_dispose(&text) }
    return text.ptr.map { String(cString: $0) }
  }

  /// The path of a file as git has it, from the top of the work tree; nil where the file lies elsewhere.
  ///
  /// Symbolic links on the way to it are resolved, as git knows no file behind one; the file itself need not exist.
  package func relativePath(of path: String) -> String? {
    guard let workTree else { return nil }
    var missing: [Substring] = []
    var existing = path[...]
    var resolved = realPath(path)
    while resolved == nil, let slash = existing.lastIndex(of: "/") {
      missing.insert(existing[existing.index(after: slash)...], at: 0)
      existing = existing[..<slash]
      resolved = realPath(existing.isEmpty ? "/" : String(existing))
    }
    guard let resolved else { return nil }
    let whole = ([resolved == "/" ? "" : resolved[...]] + missing).joined(separator: "/")
    if whole == workTree { return "" }
    let top = workTree == "/" ? "/" : workTree + "/"
    return whole.hasPrefix(top) ? String(whole.dropFirst(top.count)) : nil
  }
}
