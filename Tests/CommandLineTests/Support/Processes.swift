import Foundation
import Subprocess
import SystemPackage

/// What a process left behind.
struct Ended: Sendable {
  /// The exit status; minus the number of the signal where one ended it.
  var status: Int32
  var output: String
  var error: String

  /// All that it said.
  var all: String { output + error }
}

/// The programs that the tests start.
enum Program {
  /// The `rev` that was built with the tests, or the one that `REV_EXECUTABLE` names.
  static let rev =
    ProcessInfo.processInfo.environment["REV_EXECUTABLE"]
    ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("rev").path

  /// The folder of `swiftc`, so that it can be left out of a `PATH`.
  static let compiler =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    .map { $0 + "/swiftc" }.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/swiftc"

  static let isRoot = geteuid() == 0

  /// Runs a program to its end.
  ///
  /// With `isLimited`, no more such processes run at once than ``ProcessSlots`` has slots: two for each core. `killedAfter`
  /// sends SIGKILL when that time has passed.
  static func run(
    _ program: String, _ words: [String], environment: [String: String], in folder: String, isLimited: Bool = true,
    killedAfter delay: Duration? = nil, user: UInt32? = nil
  ) async throws -> Ended {
    if isLimited { await ProcessSlots.shared.take() }
    do {
      // Not by Subprocess: what it does between fork and exec to become another user can hang in a process of many threads.
      let become = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups", "--"] } ?? []
      let command = become + [program] + words
      let variables = environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
      let result = try await Subprocess.run(
        .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
        environment: .custom(Dictionary(variables) { first, _ in first }), workingDirectory: FilePath(folder),
        input: .none, output: .string(limit: 64 << 20), error: .string(limit: 64 << 20)
      ) { execution in
        if let delay {
          try await Task.sleep(for: delay)
          kill(execution.processIdentifier.value, SIGKILL)
        }
      }
      if isLimited { await ProcessSlots.shared.give() }
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
      return Ended(status: status, output: result.standardOutput, error: result.standardError)
    } catch {
      if isLimited { await ProcessSlots.shared.give() }
      throw error
    }
  }
}

/// Keeps the number of processes that run at once near that of the cores.
actor ProcessSlots {
  static let shared = ProcessSlots(count: 2 * ProcessInfo.processInfo.activeProcessorCount)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(count: Int) { free = count }

  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func give() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
