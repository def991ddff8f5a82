import Glibc
import Subprocess
import SystemPackage

/// The compiler that scripts are compiled with.
struct SwiftCompiler: Sendable {
  /// The path of `swiftc`.
  let path: String
  /// What `swiftc -version` says.
  let version: String

  /// Finds the compiler: `$REV_SWIFTC`, else `swiftc` in `$PATH`; nil where there is none.
  static func locate(environment: [String: String]) -> String? {
    let name = environment["REV_SWIFTC"].flatMap { $0.isEmpty ? nil : $0 } ?? "swiftc"
    let candidates =
      name.contains("/")
      ? [name] : (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    return candidates.first { path in
      var status = stat()
      return access(path, X_OK) == 0 && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// Asks a compiler for its version, unless it is the one that was asked before.
  static func identify(
    _ path: String, memory: CompilerMemory, environment: [String: String]
  ) async throws(ScriptLoadError) -> SwiftCompiler {
    let real = realPath(path) ?? path
    // A launcher that chooses between toolchains stays the same file whichever it chooses.
    let isLauncher = real.hasSuffix("/swiftly")
    if !isLauncher, let stamp = FileStamp(path: real), let version = memory.version(of: real, stamp) {
      return SwiftCompiler(path: path, version: version)
    }
    // Asked without the driver, which for `--version` leaves an empty folder behind at each run.
    let output = try await run(path, ["-frontend", "-version"], environment: environment)
    guard output.succeeded else { throw .compilerUnusable(path: path, message: output.text) }
    if !isLauncher, let stamp = FileStamp(path: real) { memory.remember(output.text, of: real, stamp) }
    return SwiftCompiler(path: path, version: output.text)
  }

  /// What a compiler process left behind.
  struct Output: Sendable {
    let succeeded: Bool
    /// Standard output and standard error.
    let text: String
  }

  /// Runs the compiler. Throws where it was stopped from outside, as by the system for want of memory.
  func run(_ arguments: [String], environment: [String: String]) async throws(ScriptLoadError) -> Output {
    try await Self.run(path, arguments, environment: environment)
  }

  private static func run(
    _ path: String, _ arguments: [String], environment: [String: String]
  ) async throws(ScriptLoadError) -> Output {
    let status: TerminationStatus
    let text: String
    do {
      let variables = environment.compactMap { name, value in
        Environment.Key(rawValue: name).map { ($0, value) }
      }
      let result = try await Subprocess.run(
        .path(FilePath(path)), arguments: Arguments(arguments),
        environment: .custom(Dictionary(variables) { first, _ in first }), output: .string(limit: 64 << 20),
        error: .combinedWithOutput)
      (status, text) = (result.terminationStatus, result.standardOutput)
    } catch {
      throw .compilerUnusable(path: path, message: "\(error)")
    }
    switch status {
    case .exited(0): return Output(succeeded: true, text: text)
    case .exited where text.isEmpty: throw .compilerStopped(path: path, signal: nil)
    case .exited:
      if let signal = outsideSignals.first(where: { text.contains("failed due to signal \($0) ") }) {
        throw .compilerStopped(path: path, signal: signal)
      }
      return Output(succeeded: false, text: text)
    case .signaled(let signal): throw .compilerStopped(path: path, signal: signal)
    }
  }

  /// What ends the process that the compiler starts for the work, and is not its own fault: of a crash, the
  /// script is the cause.
  private static let outsideSignals = [SIGKILL, SIGINT, SIGTERM]
}
