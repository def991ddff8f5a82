package import Dialects

/// Cuts a text into its statements. Only the driver can ask SQLite where they end, so the dialect is given one.
package protocol StatementCutter: Sendable {
  /// The statements of a text in their order.
  ///
  /// Throws ``DialectError`` where the text ends inside one; its location's line is counted from the text's first, 1.
  func cut(_ text: String) throws(DialectError) -> [CutStatement]
}
