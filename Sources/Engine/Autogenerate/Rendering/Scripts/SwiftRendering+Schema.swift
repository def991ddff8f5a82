package import Revisions

extension SwiftRendering {
  /// The file of a declared schema: `let schema = Schema { … }`, and what it lists.
  ///
  /// A small schema stands in it whole. In a larger one every table is a value of its own, with its indexes, triggers and
  /// policies: so it is read, and so it compiles fast.
  package func file(of schema: Schema) -> String {
    let parts = SchemaParts(schema, by: self)
    let whole = parts.all.map { statement($0, indent: 2) }
    let lines = whole.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } + 1 }
    var declarations: [String] = []
    if parts.tables.count <= 3, lines <= 60 {
      declarations.append(Self.list(whole))
    } else {
      var names = SwiftNames(members: ["schema"])
      var listed: [String] = []
      for group in parts.groups {
        let name = names.name(for: group.names)
        declarations.append(declaration(of: group, named: name))
        listed.append("  \(name)")
      }
      declarations.append(contentsOf: Self.lists(listed, names: &names))
    }
    return "import Revisions\n\n" + declarations.joined(separator: "\n\n") + "\n"
  }

  private func statement(_ expression: SwiftExpression, indent: Int) -> String {
    SwiftPrinter.lines(SwiftStatement(expression), indent: indent)
  }

  /// One element as it is, several as a schema of their own.
  private func declaration(of group: SchemaParts.Group, named name: String) -> String {
    let start = "let \(name) = "
    if group.elements.count == 1 {
      return SwiftPrinter.lines(SwiftStatement(group.elements[0]), indent: 0, prefix: start)
    }
    return start + "Schema {\n\(group.elements.map { statement($0, indent: 2) }.joined(separator: "\n"))\n}"
  }

  private static func list(_ lines: [String]) -> String {
    lines.isEmpty ? "let schema = Schema {}" : "let schema = Schema {\n\(lines.joined(separator: "\n"))\n}"
  }

  /// The list of all; where it is long, it is a list of lists: the compiler's time grows with the square of a list's length.
  private static func lists(_ listed: [String], names: inout SwiftNames) -> [String] {
    let limit = 50
    guard listed.count > limit else { return [list(listed)] }
    var (declarations, parts): ([String], [String]) = ([], [])
    for start in stride(from: 0, to: listed.count, by: limit) {
      let name = names.name(for: ["part\(parts.count + 1)"])
      let lines = listed[start..<min(start + limit, listed.count)]
      declarations.append("let \(name) = Schema {\n\(lines.joined(separator: "\n"))\n}")
      parts.append("  \(name)")
    }
    return declarations + [list(parts)]
  }
}

/// What a schema has, as expressions, with what belongs to a table beside it.
struct SchemaParts {
  /// What is declared together.
  struct Group {
    /// What it is named after, the best first.
    var names: [String]
    var elements: [SwiftExpression]
  }

  private(set) var before: [Group] = []
  private(set) var tables: [Group] = []
  private(set) var after: [Group] = []

  var groups: [Group] { before + tables + after }

  var all: [SwiftExpression] { groups.flatMap(\.elements) }

  /// How many things of one kind stand together at most.
  private static let limit = 20

  init(_ schema: Schema, by rendering: SwiftRendering) {
    before += Self.groups("namespaces", schema.namespaces.map { rendering.expression($0) })
    before += Self.groups("extensions", schema.extensions.map { rendering.expression($0) })
    before += Self.groups("enums", schema.enums.map { rendering.expression($0) })
    before += Self.groups("domains", schema.domains.map { rendering.expression($0) })
    before += Self.groups("compositeTypes", schema.compositeTypes.map { rendering.expression($0) })
    before += Self.groups("sequences", schema.sequences.map { rendering.expression($0) })

    var positions: [QualifiedName: Int] = [:]
    for table in schema.tables {
      positions[table.name] = tables.count
      tables.append(
        Group(
          names: OperationSubject.table(table.name).names, elements: [rendering.expression(table)]))
    }
    var homeless: [(String, SwiftExpression)] = []
    func add(_ expression: SwiftExpression, to table: QualifiedName, or kind: String) {
      if let position = positions[table] {
        tables[position].elements.append(expression)
      } else {
        homeless.append((kind, expression))
      }
    }
    for index in schema.indexes { add(rendering.expression(index), to: index.table, or: "indexes") }
    for trigger in schema.triggers { add(rendering.expression(trigger), to: trigger.table, or: "triggers") }
    for policy in schema.policies { add(rendering.expression(policy), to: policy.table, or: "policies") }

    after += Self.groups("routines", schema.routines.map { rendering.expression($0) })
    after += Self.groups("views", schema.views.map { rendering.expression($0) })
    after += Self.groups("materializedViews", schema.materializedViews.map { rendering.expression($0) })
    for kind in ["indexes", "triggers", "policies"] {
      after += Self.groups(kind, homeless.filter { $0.0 == kind }.map(\.1))
    }
    after += Self.groups("grants", schema.grants.map { rendering.expression($0) })
    after += Self.groups("comments", schema.comments.map { rendering.expression($0) })
    after += Self.groups("others", schema.others.map { rendering.expression($0) })
  }

  private static func groups(_ name: String, _ elements: [SwiftExpression]) -> [Group] {
    stride(from: 0, to: elements.count, by: limit).map { start in
      Group(names: [name], elements: Array(elements[start..<min(start + limit, elements.count)]))
    }
  }
}
