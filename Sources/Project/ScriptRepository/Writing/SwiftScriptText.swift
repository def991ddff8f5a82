import Revisions

/// Writes a revision as Swift.
struct SwiftScriptText {
  private let metadata: RevisionMetadata
  private let members: String?

  init(_ metadata: RevisionMetadata, members: String? = nil) {
    self.metadata = metadata
    self.members = members
  }

  var text: String {
    var identity = [
      #"static let id: RevisionID = \#(Self.literal(metadata.id.rawValue))"#,
      "static let parents: [RevisionID] = \(Self.literal(metadata.parents.map(\.rawValue)))",
    ]
    if !metadata.dependsOn.isEmpty {
      identity.append("static let dependsOn: [RevisionID] = \(Self.literal(metadata.dependsOn.map(\.rawValue)))")
    }
    if !metadata.branchLabels.isEmpty {
      identity.append("static let branchLabels = \(Self.literal(metadata.branchLabels))")
    }
    if !metadata.message.isEmpty { identity.append("static let message = \(Self.literal(metadata.message))") }
    if !metadata.created.isEmpty { identity.append("static let created = \(Self.literal(metadata.created))") }
    return """
      import Revisions

      \(documentation)struct \(Self.typeName(metadata)): Revision {
        \(identity.joined(separator: "\n  "))

      \(members ?? emptyMembers)
      }

      """
  }

  private var emptyMembers: String {
    """
      var upgrade: Operations {\(body("CreateTable, AddColumn, CreateIndex, SQL, …: one operation after the other."))
      }

      var downgrade: Operations {\(body(#"What takes it back. Or: .reversed, or .irreversible("why")."#))
      }
    """
  }

  /// A merge has nothing to do; any other revision says in its body what goes there.
  private func body(_ hint: String) -> String { metadata.parents.count > 1 ? "" : "\n    // \(hint)" }

  private var documentation: String {
    let lines = metadata.message.split(whereSeparator: \.isNewline).map { line in
      line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
    }
    return lines.map { "/// \($0)\n" }.joined()
  }

  // MARK: Names and literals

  /// `AddUserPreferences_3f2a9c1b7e4d`: the id keeps the types of two branches apart.
  static func typeName(_ metadata: RevisionMetadata) -> String {
    var name = ""
    for word in words(of: metadata.message) {
      guard name.count + word.count <= 60 || name.isEmpty else { break }
      name += word.prefix(60).prefix(1).uppercased() + word.prefix(60).dropFirst()
    }
    let startsWithLetter = name.unicodeScalars.first.map { $0.properties.generalCategory != .decimalNumber } ?? false
    let id = metadata.id.rawValue.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return (startsWithLetter ? name : "Revision\(name)") + "_" + String(id)
  }

  /// The runs of letters and digits in a text, of whatever script.
  private static func words(of text: String) -> [String] {
    text.unicodeScalars.split { !isWordScalar($0) }.map { String($0) }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
    default: false
    }
  }

  /// A string literal that means exactly this text, on one line.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default:
        switch scalar.properties.generalCategory {
        // What cannot be seen is written out, direction marks above all: they would make the source lie.
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
          literal += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: literal.unicodeScalars.append(scalar)
        }
      }
    }
    return literal + "\""
  }

  private static func literal(_ texts: [String]) -> String { "[" + texts.map(literal).joined(separator: ", ") + "]" }
}
