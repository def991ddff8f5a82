package import Revisions

/// A revision as the journal keeps it: its place in the graph and the operations of both directions, as data.
///
/// ```json
/// {"downgrade":{"content":{"reversed"…}},"format":1,"id":"3f2a9c1b7e4d","parents":["1c8e7d6a5b4c"],"upgrade":…}
/// ```
package struct KeptRevision: Sendable {
  /// All that is said of the revision but its operations.
  package let metadata: RevisionMetadata
  /// What it does. Swift in it (``Live``) is there by what is said of it, and cannot be run.
  package let operations: RevisionOperations

  /// Makes what is kept of a revision.
  package init(_ metadata: RevisionMetadata, _ operations: RevisionOperations) {
    self.metadata = metadata
    self.operations = operations
  }

  /// Why a text is nothing that a journal keeps.
  package enum Fault: Error, Hashable, Sendable {
    /// The text is no JSON from this byte on, or is nested too deep.
    case malformed(offset: Int)
    /// The text is of a form that this `rev` does not know; nil where it does not say of which.
    case unknownFormat(Int64?)
    /// The text says something that no revision is, in the words of whatever found it.
    case notARevision(String)
  }

  /// The form of the text.
  private static let format: Int64 = 1

  private enum Key {
    static let format = "format"
    static let id = "id"
    static let parents = "parents"
    static let dependsOn = "depends_on"
    static let branchLabels = "branch_labels"
    static let message = "message"
    static let created = "created"
    static let upgrade = "upgrade"
    static let downgrade = "downgrade"
    static let swift = "swift"
  }

  /// The text. Throws where an operation holds what no JSON can.
  package func text() throws -> String {
    var object: [String: ModelData] = [
      Key.format: .integer(Self.format), Key.id: .text(metadata.id.rawValue),
      Key.upgrade: try Self.data(operations.upgrade), Key.downgrade: try Self.data(operations.downgrade),
    ]
    func add(_ texts: [String], _ key: String) {
      if !texts.isEmpty { object[key] = .list(texts.map(ModelData.text)) }
    }
    add(metadata.parents.map(\.rawValue), Key.parents)
    add(metadata.dependsOn.map(\.rawValue), Key.dependsOn)
    add(metadata.branchLabels, Key.branchLabels)
    if !metadata.message.isEmpty { object[Key.message] = .text(metadata.message) }
    if !metadata.created.isEmpty { object[Key.created] = .text(metadata.created) }
    // Whoever reads it sees at once which way cannot be gone without the script.
    add(Direction.allCases.filter { !operations.swift(in: $0).isEmpty }.map(\.rawValue), Key.swift)
    return try ModelData.object(object).json()
  }

  /// The data of a direction. Scripts of SQL are written by the thousand, and have one operation: theirs is put together here.
  private static func data(_ side: Operations) throws -> ModelData {
    guard case .steps(let steps) = side.content, steps.count == 1, case .sql(let sql) = steps[0], sql.reverse == nil,
      let text = sql.text.plainText
    else { return try ModelData(side) }
    return .object(["content": .object(["steps": .list([.object(["sql": .object(["text": .text(text)])])])])])
  }

  /// Reads a text, whoever wrote it.
  package init(_ text: String) throws(Fault) {
    let data: ModelData
    do { data = try ModelData(json: text) } catch { throw .malformed(offset: error.offset) }
    guard case .object(let object) = data else { throw .unknownFormat(nil) }
    guard case .integer(Self.format) = object[Key.format] else {
      guard case .integer(let format) = object[Key.format] else { throw .unknownFormat(nil) }
      throw .unknownFormat(format)
    }
    do {
      func value<Value: Decodable>(_ key: String, _ standard: Value) throws -> Value {
        try object[key]?.value() ?? standard
      }
      func required<Value: Decodable>(_ key: String) throws -> Value {
        guard let data = object[key] else { throw Fault.notARevision("it lacks '\(key)'") }
        return try data.value()
      }
      func ids(_ key: String) throws -> [RevisionID] { try value(key, [String]()).map { RevisionID($0) } }
      metadata = RevisionMetadata(
        id: RevisionID(try required(Key.id) as String), parents: try ids(Key.parents),
        dependsOn: try ids(Key.dependsOn), branchLabels: try value(Key.branchLabels, []),
        message: try value(Key.message, ""), created: try value(Key.created, ""))
      operations = RevisionOperations(upgrade: try required(Key.upgrade), downgrade: try required(Key.downgrade))
    } catch let fault as Fault {
      throw fault
    } catch let error as DecodingError {
      throw .notARevision(error.words)
    } catch {
      throw .notARevision("\(error)")
    }
  }
}

extension DecodingError {
  /// What is wrong, and where.
  fileprivate var words: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    @unknown default: return "it cannot be read"
    }
  }
}

extension RevisionOperations {
  /// The Swift in a direction, on one kind of database or on any; where the direction is the reverse of the other, there is none
  /// that could be run.
  package func swift(in direction: Direction, on dialect: DialectName? = nil) -> [Live] {
    (direction == .upgrade ? upgrade : downgrade).swift(on: dialect)
  }
}

extension Operations {
  /// Nesting is as deep as a person wrote it, so this may recurse.
  fileprivate func swift(on dialect: DialectName?) -> [Live] {
    guard case .steps(let steps) = content else { return [] }
    return steps.flatMap { operation -> [Live] in
      switch operation {
      case .live(let live): [live]
      case .when(let when):
        (dialect == nil || dialect == when.dialect ? when.then.swift(on: dialect) : [])
          + (dialect == when.dialect ? [] : when.otherwise.swift(on: dialect))
      case .outsideTransaction(let outside): outside.body.swift(on: dialect)
      default: []
      }
    }
  }
}
