internal import Glibc
internal import Synchronization

/// Says which revision it was when a script takes the process down: an index out of range, a failed `try!`.
///
/// The words are made ready before a script's code runs, since a signal's handler can do no more than write them.
enum CrashNotice {
  /// What to write to standard error and to standard output, as addresses of texts that end with a NUL; 0 for nothing.
  private static let error = Atomic<UInt>(0)
  private static let output = Atomic<UInt>(0)
  private static let isWatching = Atomic<Bool>(false)

  private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

  /// From now on, until the next call, a crash is reported in these words.
  ///
  /// Swift's own backtrace, which is a hundred lines of the inside of `rev`, is left out, unless the environment asks for
  /// it (`SWIFT_BACKTRACE`).
  static func report(as report: Report, on terminal: Terminal, asJSON: Bool) {
    if getenv("SWIFT_BACKTRACE") != nil { return }
    put(terminal.text(of: report), in: error)
    if asJSON { put((try? terminal.json(ErrorDocument(report))) ?? "", in: output) }
    if isWatching.exchange(true, ordering: .sequentiallyConsistent) { return }
    for number in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { CrashNotice.write(after: $0) }
      action.sa_flags = SA_ONSTACK
      sigaction(number, &action, nil)
    }
  }

  /// From now on a crash is none of a script's.
  static func clear() {
    put("", in: error)
    put("", in: output)
  }

  private static func put(_ text: String, in place: borrowing Atomic<UInt>) {
    let address = text.isEmpty ? 0 : UInt(bitPattern: strdup(text))
    free(UnsafeMutableRawPointer(bitPattern: place.exchange(address, ordering: .sequentiallyConsistent)))
  }

  /// Runs in a signal's handler.
  private static func write(after number: Int32) {
    guard let message = UnsafePointer<CChar>(bitPattern: error.load(ordering: .sequentiallyConsistent)) else {
      signal(number, SIG_DFL)
      raise(number)
      return
    }
    _ = Glibc.write(STDERR_FILENO, message, strlen(message))
    if let document = UnsafePointer<CChar>(bitPattern: output.load(ordering: .sequentiallyConsistent)) {
      _ = Glibc.write(STDOUT_FILENO, document, strlen(document))
    }
    _exit(1)
  }
}
