import Revisions

/// The objects of schemas by their names, to find what a text mentions.
struct NameIndex {
  /// By the first word of the name.
  private var keys: [String: Set<ObjectKey>] = [:]
  private var tablesAndViews: Set<ObjectKey> = []

  init(_ schemas: Schema...) {
    for schema in schemas {
      for table in schema.tables { add(.relation(table.name)) }
      tablesAndViews.formUnion(schema.tables.map { .relation($0.name) })
      for view in schema.views { add(.relation(view.name)) }
      tablesAndViews.formUnion(schema.views.map { .relation($0.name) })
      for view in schema.materializedViews { add(.relation(view.name)) }
      tablesAndViews.formUnion(schema.materializedViews.map { .relation($0.name) })
      for sequence in schema.sequences { add(.relation(sequence.name)) }
      for type in schema.enums { add(.type(type.name)) }
      for domain in schema.domains { add(.type(domain.name)) }
      for type in schema.compositeTypes { add(.type(type.name)) }
      for routine in schema.routines { add(.routine(routine)) }
      for object in schema.others where !object.isPart { add(.other(object)) }
    }
  }

  /// What is mentioned, but for itself.
  func keys(_ mentions: Mentions, except own: ObjectKey? = nil) -> Set<ObjectKey> {
    var found: Set<ObjectKey> = []
    for word in mentions.words {
      for key in keys[word] ?? [] where key != own && mentions.contains(Self.name(key)) { found.insert(key) }
    }
    return found
  }

  /// What an expression over a row mentions: it cannot read tables, so that a word which is the name of one is a column's.
  func keysOfExpression(_ mentions: Mentions) -> Set<ObjectKey> { keys(mentions).subtracting(tablesAndViews) }

  private mutating func add(_ key: ObjectKey) {
    var mentions = Mentions()
    mentions.add(Self.name(key))
    for word in mentions.words { keys[word, default: []].insert(key) }
  }

  /// An address such as `app.total(integer)` or `app.parts USING btree` is found by the name in it, and that without its schema as all
  /// names are.
  private static func name(_ key: ObjectKey) -> String {
    guard key.kind == .other else { return key.name }
    var name = ""
    var isQuoted = false
    for character in key.name {
      if character == "(" || character == " ", !isQuoted { break }
      if character == "\"" { isQuoted.toggle() }
      if character == ".", !isQuoted { name = "" } else { name.append(character) }
    }
    return name
  }
}

extension SQLObject {
  /// Whether it is said of something else, so that nothing stands on it: the rule of a table, what a column of a view is by default.
  fileprivate var isPart: Bool {
    if address.contains(" ON ") { return true }
    return if case .raw(let text)? = removal.segments.first { text.hasPrefix("ALTER ") } else { false }
  }
}
