internal import Glibc

/// The standard streams: results on one, what is said about them on the other.
struct Terminal: Sendable {
  /// Whether results and messages may carry colour.
  let colorsOutput: Bool
  let colorsMessages: Bool
  let isQuiet: Bool

  init(color: GlobalOptions.ColorChoice, isQuiet: Bool) {
    func colors(_ descriptor: Int32) -> Bool {
      switch color {
      case .always: true
      case .never: false
      case .auto: isatty(descriptor) == 1 && getenv("NO_COLOR") == nil && !Terminal.isDumb
      }
    }
    colorsOutput = colors(STDOUT_FILENO)
    colorsMessages = colors(STDERR_FILENO)
    self.isQuiet = isQuiet
  }

  private static var isDumb: Bool { getenv("TERM").map { String(cString: $0) == "dumb" } ?? true }

  /// Writes results.
  func write(_ text: String) throws { try Self.write(text, to: STDOUT_FILENO) }

  /// Writes results, and ends the line.
  func writeLine(_ text: String) throws { try write(text + "\n") }

  /// Says something about what happens, unless asked to be quiet.
  func say(_ text: String) {
    if !isQuiet { try? Self.write(text + "\n", to: STDERR_FILENO) }
  }

  /// Says that something looks wrong.
  func warn(_ text: String, hint: String? = nil) {
    var lines = "\(Style.warning.applied(to: "warning:", colorsMessages)) \(text)\n"
    if let hint { lines += "\(Style.hint.applied(to: "hint:", colorsMessages)) \(hint)\n" }
    try? Self.write(lines, to: STDERR_FILENO)
  }

  /// Asks a question that is answered by yes or no; nil where nobody is there to answer.
  ///
  /// Throws ``Report`` where somebody is, and gives no answer; `beforehand` is how it can be answered without being asked.
  func ask(_ question: String, beforehand: String) throws -> Bool? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    while true {
      try? Self.write("\(question) [y/n] ", to: STDERR_FILENO)
      guard let answer = readLine() else {
        try? Self.write("\n", to: STDERR_FILENO)
        throw Report(
          .interrupted, "there is no answer, and nothing was written", hints: ["\(beforehand) says yes beforehand"])
      }
      switch answer.lowercased() {
      case "y", "yes": return true
      case "n", "no": return false
      default: continue
      }
    }
  }

  /// Says what might help, unless asked to be quiet.
  func hint(_ text: String) { say("\(Style.hint.applied(to: "hint:", colorsMessages)) \(text)") }

  /// Says what went wrong.
  func report(_ report: Report) { try? Self.write(text(of: report), to: STDERR_FILENO) }

  /// What is said of an error.
  func text(of report: Report) -> String {
    var lines = "\(Style.error.applied(to: "error:", colorsMessages)) \(report.message)\n"
    for hint in report.hints { lines += "\(Style.hint.applied(to: "hint:", colorsMessages)) \(hint)\n" }
    return lines
  }

  /// Writes all of a text, also where the system takes it in pieces.
  private static func write(_ text: String, to descriptor: Int32) throws {
    var text = text
    try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN {
            // Whoever shares the stream made it non-blocking: wait until it takes more.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&ready, 1, -1)
            continue
          }
          throw Report(.file, "cannot write the output: \(String(cString: strerror(errno)))")
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
    }
  }
}

/// A way to set words off on a terminal.
enum Style: String {
  case error = "1;31"
  case warning = "1;33"
  case hint = "1;36"
  case id = "33"
  case mark = "1;32"
  case removed = "31"
  case added = "32"
  case hunk = "36"

  /// The text in this style, where colours are wanted.
  func applied(to text: String, _ isWanted: Bool) -> String {
    isWanted ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
