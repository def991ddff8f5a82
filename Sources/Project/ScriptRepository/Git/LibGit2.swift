import CLibGit2
import Glibc

/// The library, opened when it is first needed.
enum LibGit2 {
  /// The functions of libgit2. Unchecked, as a pointer is not Sendable: they never change once they are found.
  private struct Loaded: @unchecked Sendable {
    let functions: UnsafePointer<rev_git>
  }

  private static let library: Result<Loaded, GitError> = {
    var problem: UnsafePointer<CChar>?
    guard let functions = rev_git_open(&problem) else {
      return .failure(.libraryMissing(problem.map { String(cString: $0) } ?? ""))
    }
    let code = functions.pointee.git_libgit2_init()
    guard code >= 0 else { return .failure(.failed(code: Int(code), message: "git_libgit2_init")) }
    // What git itself understands in a repository, and what changes nothing of what is read here. `config.worktree` is
    // read by ``GitRepository``; an object that a partial clone lacks is one that is not there.
    let extensions = ["worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"]
    var strings = extensions.map { UnsafePointer(strdup($0)) }
    defer { for string in strings { free(UnsafeMutablePointer(mutating: string)) } }
    _ = strings.withUnsafeMutableBufferPointer { strings in
      strings.withMemoryRebound(to: UnsafePointer<CChar>.self) { strings in
        strings.baseAddress.map { rev_git_set_extensions(functions, $0, strings.count) }
      }
    }
    return .success(Loaded(functions: functions))
  }()

  /// The functions of libgit2.
  static func functions() throws(GitError) -> UnsafePointer<rev_git> { try library.get().functions }
}

extension rev_git {
  /// What libgit2 said last on this thread.
  var lastMessage: String {
    guard let error = git_error_last(), let message = error.pointee.message else { return "" }
    return String(cString: message)
  }

  /// Throws what a call returned, where that is an error.
  func check(_ code: CInt) throws(GitError) {
    guard code >= 0 else { throw .failed(code: Int(code), message: lastMessage) }
  }

  /// What a call hands out; nil where there is no such thing.
  func find(_ call: (UnsafeMutablePointer<OpaquePointer?>) -> CInt) throws(GitError) -> OpaquePointer? {
    var result: OpaquePointer?
    let code = call(&result)
    if code == GIT_ENOTFOUND.rawValue || code == GIT_EUNBORNBRANCH.rawValue { return nil }
    try check(code)
    return result
  }
}
