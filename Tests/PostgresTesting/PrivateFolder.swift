import Foundation
import Synchronization

/// A folder of a server's own, watched over: when this process ends, however it ends, the server is stopped and the
/// folder removed.
final class PrivateFolder: Sendable {
  let path: String
  /// The write end of a pipe that nobody writes to. The watchdog reads it, and sees its end when this process goes.
  private let lifeline: Int32

  /// Makes a folder for a server whose process id stands in the first line of `pidFile`, a path within the folder.
  /// `stopSignal` is what stops that server at once.
  init(pidFile: String, stopSignal: String, owner: ServerUser) throws {
    // Not the folder of TMPDIR: the path of a socket must fit into 107 bytes.
    var template = Array("/tmp/rev-postgres-XXXXXX".utf8CString)
    let isMade = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
    }
    guard isMade else {
      throw TestServerError("no folder could be made in /tmp")
    }
    path = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    if let ids = owner.ids { chown(path, ids.user, ids.group) }
    lifeline = try Self.startWatchdog(words: ["\(path)/\(pidFile)", stopSignal, path])
  }

  deinit { close(lifeline) }

  private static let script = """
    trap '' INT TERM HUP
    cat
    if [ -s "$1" ]; then
      pid=$(head -n 1 "$1")
      kill -s "$2" "$pid" 2>/dev/null
      turns=0
      while [ -s "$1" ] && kill -0 "$pid" 2>/dev/null && [ "$turns" -lt 100 ]; do sleep 0.05; turns=$((turns + 1)); done
      kill -s KILL "$pid" 2>/dev/null
    fi
    rm -rf "$3"
    """

  /// Keeps one watchdog from inheriting the lifeline of another, which is the child's until it is marked.
  private static let starting = Mutex(())

  /// Starts a shell in a process group of its own, so that what ends the tests does not end it; returns the lifeline.
  private static func startWatchdog(words: [String]) throws -> Int32 {
    try starting.withLock { _ in
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw TestServerError("no pipe could be made") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      defer { close(ends[0]) }

      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      posix_spawnattr_setpgroup(&attributes, 0)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))

      let arguments = (["sh", "-c", script, "watchdog"] + words).map { strdup($0) }
      defer { for argument in arguments { free(argument) } }
      var process: pid_t = 0
      let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments + [nil], environ)
      guard status == 0 else {
        close(ends[1])
        throw TestServerError("the watchdog could not be started: \(status)")
      }
      return ends[1]
    }
  }
}
