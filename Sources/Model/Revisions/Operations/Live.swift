/// Ordinary Swift in a revision, where operations are not enough: it runs with the connection that runs the revision.
///
/// It is the one part of a revision that cannot be written as SQL, so it says what `--sql` does with it.
public struct Live: OperationValue, Codable {
  /// What a live operation runs.
  public typealias Body = nonisolated(nonsending) @Sendable (LiveConnection) async throws -> Void

  /// What it does, in a few words.
  public var label: String
  /// Names the body's content: change it when the body changes. Without one, any change of the script counts.
  public var fingerprint: String?
  /// What stands in for it in a script of SQL.
  public var offline: Offline
  /// What it runs.
  public var body: Body
  public let location: SourceLocation

  /// What stands in for the body in a script of SQL.
  public enum Offline: Hashable, Sendable, Codable {
    /// Nothing can: `--sql` stops here and says so.
    case refuse
    /// A comment: the script is complete without it.
    case comment(String)
    /// SQL that does the same.
    case sql(SQLFragment)
  }

  /// Runs Swift.
  public init(
    _ label: String, fingerprint: String? = nil, offline: Offline = .refuse, file: String = #fileID,
    line: Int = #line, _ body: @escaping Body
  ) {
    self.label = label
    self.fingerprint = fingerprint
    self.offline = offline
    self.body = body
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .live(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    throw irreversible("Live(\"\(label)\") has no reverse: write the downgrade out")
  }
}

extension Live {
  private enum CodingKeys: String, CodingKey { case label, fingerprint, offline }

  /// What is known of it without its script: it cannot be run.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let label = try container.decode(String.self, forKey: .label)
    self.init(
      label, fingerprint: try container.decodeIfPresent(String.self, forKey: .fingerprint),
      offline: try container.decode(Offline.self, forKey: .offline), file: "", line: 0
    ) { _ in throw IrreversibleError(reason: "Live(\"\(label)\") is Swift, and its script is gone") }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(label, forKey: .label)
    try container.encodeIfPresent(fingerprint, forKey: .fingerprint)
    try container.encode(offline, forKey: .offline)
  }
}
