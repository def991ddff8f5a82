internal import Logging

/// Writes the log to standard error.
struct MessageLog: LogHandler {
  let terminal: Terminal
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .warning

  init(terminal: Terminal) { self.terminal = terminal }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let text = "\(event.message)" + facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    switch event.level {
    case .trace, .debug: terminal.say("\(event.level): \(text)")
    case .info, .notice:
      terminal.say(text.split(separator: " ").map { Session.displayed("\($0)") }.joined(separator: " "))
    case .warning, .error, .critical: terminal.warn(text)
    }
  }
}
