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

/// The versions of compilers that were asked for theirs, so that a run that compiles nothing starts no process.
struct CompilerMemory: Sendable {
  private struct Known {
    var path: String
    var stamp: FileStamp
    var version: String
  }

  private static let name = "compilers"
  private static let magic: UInt32 = 0x3172_7672
  private static let limit = 8

  let folder: CacheFolder?

  /// The version of a compiler, if it is the same file that was asked.
  func version(of path: String, _ stamp: FileStamp) -> String? {
    read().first { $0.path == path && $0.stamp == stamp }?.version
  }

  /// The version that was asked for last: where no compiler is found, what it compiled still stands.
  var last: String? { read().first?.version }

  /// Keeps a version.
  func remember(_ version: String, of path: String, _ stamp: FileStamp) {
    let known = [Known(path: path, stamp: stamp, version: version)] + read().filter { $0.path != path }
    var writer = ByteWriter()
    writer.write(Self.magic)
    for known in known.prefix(Self.limit) {
      writer.write(known.path)
      for number in [known.stamp.size, known.stamp.modified, known.stamp.changed] { writer.write(number) }
      writer.write(known.stamp.inode)
      writer.write(known.stamp.device)
      writer.write(known.version)
    }
    // What cannot be kept is asked for again.
    try? folder?.write(writer.bytes, to: Self.name)
  }

  private func read() -> [Known] {
    guard let folder, let bytes = try? OpenFile.contents(of: "\(folder.path)/\(Self.name)") else { return [] }
    return bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      var known: [Known] = []
      do throws(ByteReader.Corrupt) {
        guard try reader.read(UInt32.self) == Self.magic else { return [] }
        while !reader.isAtEnd {
          known.append(
            Known(
              path: try reader.readString(),
              stamp: FileStamp(
                size: try reader.read(), modified: try reader.read(), changed: try reader.read(),
                inode: try reader.read(), device: try reader.read()),
              version: try reader.readString()))
        }
      } catch {
        return []
      }
      return known
    }
  }
}
