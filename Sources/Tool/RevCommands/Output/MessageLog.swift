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

  func log(
    level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String,
    function: String, line: UInt
  ) {
    let facts = self.metadata.merging(metadata ?? [:]) { _, new in new }
    let suffix = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    if level >= .warning { terminal.warn("\(message)\(suffix)") } else { terminal.say("\(level): \(message)\(suffix)") }
  }
}
