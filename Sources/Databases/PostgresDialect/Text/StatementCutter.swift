import Dialects

/// Cuts a script into statements as the server would.
enum StatementCutter {
  static func cut(_ text: String) throws(DialectError) -> [CutStatement] { [CutStatement(text: text, lineOffset: 0)] }
}
