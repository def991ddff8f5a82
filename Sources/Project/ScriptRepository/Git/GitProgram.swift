import Glibc
import Subprocess
import SystemPackage

/// The `git` program, asked about what libgit2 leaves out: filters that are programs themselves, and other encodings.
struct GitProgram {
  private let repository: GitRepository
  private let workTree: String

  /// A repository's program; nil where the repository has no work tree.
  init?(_ repository: GitRepository) {
    guard let workTree = repository.workTree else { return nil }
    self.repository = repository
    self.workTree = workTree
  }

  /// The ids that `git add` would store now, by the paths from the top of the work tree.
  ///
  /// They are really added, to an index and an object folder that are thrown away: only this way all of git's rules count.
  func storedIDs(of paths: [String]) async throws(GitError) -> [String: GitObjectID] {
    let folder: CacheFolder
    do { folder = try CacheFolder.temporary(environment: repository.environment) } catch {
      throw .programUnusable("errno \(error.errno)")
    }
    defer { CacheFolder.remove(folder.path) }
    guard mkdir("\(folder.path)/objects", 0o700) == 0 else { throw .programUnusable("errno \(errno)") }
    let apart = [
      "GIT_INDEX_FILE": "\(folder.path)/index", "GIT_OBJECT_DIRECTORY": "\(folder.path)/objects",
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": Self.quoted("\(repository.commonFolder)/objects"),
    ]
    let folders = Set(paths.map { path in path.lastIndex(of: "/").map { path[..<$0] } ?? "" })
    let attributes = Set(folders.flatMap { GitAttributeFiles.paths(above: $0) }).sorted()
    let tracked = try await trackedEntries(of: paths + attributes)
    func input(_ name: String, _ bytes: [UInt8]) throws(GitError) -> String {
      let path = "\(folder.path)/\(name)"
      do { try NewFile.create(path, bytes) } catch { throw .programUnusable("errno \(error.errno)") }
      return path
    }
    try await run(["update-index", "-z", "--index-info"], input: input("tracked", tracked), apart)
    let names: [UInt8] = paths.flatMap { Array($0.utf8) + [0] }
    try await run(["update-index", "--add", "-z", "--stdin"], input: input("names", names), apart)
    return Self.entries(try await run(["ls-files", "--stage", "-z"], apart))
  }

  /// What the index says of files: a CR that is already in it stays, and attributes may be read from there.
  private func trackedEntries(of paths: [String]) async throws(GitError) -> [UInt8] {
    var entries: [UInt8] = []
    // A list of arguments may not be of any length.
    for start in stride(from: 0, to: paths.count, by: 256) {
      let some = paths[start..<min(start + 256, paths.count)]
      let output = try await run(["--literal-pathspecs", "ls-files", "--stage", "-z", "--"] + some)
      // A path that is in conflict stands there three times, with another number than 0.
      for (path, id) in Self.entries(output) { entries += Array("100644 \(id) 0\t\(path)".utf8) + [0] }
    }
    return entries
  }

  /// The files that `ls-files --stage -z` lists, but for those in conflict.
  private static func entries(_ output: String) -> [String: GitObjectID] {
    var found: [String: GitObjectID] = [:]
    for line in output.split(separator: "\0") {
      let halves = line.split(separator: "\t", maxSplits: 1)
      let words = halves[0].split(separator: " ")
      guard halves.count == 2, words.count == 3, words[2] == "0", let id = GitObjectID(String(words[1])) else {
        continue
      }
      found[String(halves[1])] = id
    }
    return found
  }

  /// A path in a list that is separated by colons, as git reads it.
  private static func quoted(_ path: String) -> String {
    guard path.contains(where: { $0 == ":" || $0 == "\"" }) else { return path }
    return "\"" + path.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// Runs git in the work tree and returns what it writes.
  ///
  /// Its input comes from a file: a git that ends before it has read a pipe would end this process too (SIGPIPE).
  @discardableResult
  private func run(
    _ arguments: [String], input: String = "/dev/null", _ variables: [String: String] = [:]
  ) async throws(GitError) -> String {
    // Variables that a hook of another repository was started with would lead git there.
    var environment = repository.environment.filter { !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_CONFIG_") }
    environment.merge(["LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"]) { $1 }
    environment.merge(variables) { $1 }
    let pairs = environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
    let whole =
      ["--git-dir=\(repository.gitFolder)", "--work-tree=\(workTree)", "-c", "core.safecrlf=false"] + arguments
    let status: TerminationStatus
    let output: String
    let message: String
    do {
      let file = try FileDescriptor.open(FilePath(input), .readOnly)
      let result = try await Subprocess.run(
        .name("git"), arguments: Arguments(whole),
        environment: .custom(Dictionary(pairs) { first, _ in first }), workingDirectory: FilePath(workTree),
        input: .fileDescriptor(file, closeAfterSpawningProcess: true), output: .string(limit: 64 << 20),
        error: .string(limit: 1 << 20))
      (status, output, message) = (result.terminationStatus, result.standardOutput, result.standardError)
    } catch {
      throw .programUnusable("\(error)")
    }
    guard case .exited(0) = status else { throw .programFailed(arguments: arguments, message: message) }
    return output
  }
}
