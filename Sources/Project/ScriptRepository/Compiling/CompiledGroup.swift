import Glibc
import Revisions

/// A compiled group of scripts in this process.
enum CompiledGroup {
  /// The function that every group exports.
  static let entryPoint = "rev_script_group"

  /// Why a group cannot be loaded.
  struct Failure: Error {
    let message: String
  }

  /// Loads a group; it stays in the process until that ends, as types cannot be taken away again.
  static func load(_ path: String) throws(Failure) -> [any Revision.Type] {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, entryPoint) else {
      throw Failure(message: dlerror().map { String(cString: $0) } ?? "")
    }
    typealias EntryPoint = @convention(c) () -> UnsafeMutableRawPointer
    return ScriptGroup.imported(from: unsafeBitCast(symbol, to: EntryPoint.self)()).revisions
  }
}
