package import Revisions

/// What a revision does, in few characters: equal for two scripts that differ in formatting and comments alone, and another
/// for any that do not run the same.
///
/// It is made of the operations of both directions and nothing else. Where a revision stands in the graph, what it is
/// called and when it was made change nothing of what is run; whether a direction runs outside a transaction is itself
/// an operation, ``OutsideTransaction``.
package struct OperationDigest: Hashable, Sendable, CustomStringConvertible {
  /// Stands for what brings a database up to the revision: 64 hexadecimal digits.
  package let upgrade: String
  /// Stands for what takes it back.
  package let downgrade: String

  /// The form of the bytes that are hashed. A digest of another form says nothing about one of this.
  private static let format = "ops1"

  /// Digests the operations of a revision.
  ///
  /// - Parameters:
  ///   - dialect: The kind of database that they are run on, by whose rules SQL is divided into tokens. Of a kind that is not
  ///     known here, white space and comments in SQL count, too.
  ///   - code: The script's text without white space and comments. It is asked for, and stands in for Swift, where a
  ///     ``Live`` has no fingerprint; nil where there is no text.
  package init(
    of operations: RevisionOperations, on dialect: DialectName, code: () -> [UInt8]?
  ) throws {
    let rules = SQLTokens.Rules(dialect)
    var known: [UInt8]??
    func hash(_ side: Operations) throws -> String {
      let writer = CanonicalWriter(rules: rules)
      writer.write(text: Self.format)
      try writer.write(side)
      var bytes = writer.bytes
      if writer.hasUnknownSwift {
        let text = known ?? code()
        known = .some(text)
        bytes.append(UInt8(ascii: text == nil ? "-" : "+"))
        bytes += text ?? []
      }
      return bytes.withUnsafeBytes { SHA256.hash($0) }.map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }.joined()
    }
    upgrade = try hash(operations.upgrade)
    downgrade = try hash(operations.downgrade)
  }

  /// Reads the text of a digest; nil where it is none of this form.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == Self.format,
      parts.dropFirst().allSatisfy({ part in
        part.utf8.count == 64 && part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      })
    else { return nil }
    upgrade = String(parts[1])
    downgrade = String(parts[2])
  }

  /// As the journal keeps it: 134 characters.
  package var description: String { "\(Self.format):\(upgrade):\(downgrade)" }
}
