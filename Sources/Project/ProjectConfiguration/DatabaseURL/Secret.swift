/// A text that no message, log or dump shows; only ``revealed`` does.
package struct Secret: Hashable, Sendable {
  /// The text itself, for the database client.
  package let revealed: String

  package init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
