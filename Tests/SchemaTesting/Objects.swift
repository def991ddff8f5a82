import RandomTesting
import Revisions

extension SchemaGenerator {
  mutating func addIndex(to schema: inout Schema) {
    guard let table = schema.tables.randomElement(using: &random), table.options.partition == nil else { return }
    let candidates = table.columns.filter(\.isOrderable)
    guard !candidates.isEmpty else { return }
    var parts: [Index.Part] = []
    for column in some(of: candidates, upTo: 3) {
      var part = Index.Part(.column(column.name))
      if once(in: 4), let (_, rule) = computation(of: column) { part.key = .expression("(\(rule))") }
      if database == .sqlite, column.type.isTextual, once(in: 3) {
        part.collation = QualifiedName(pick(["NOCASE", "rtrim"]))
      }
      if once(in: 3) { part.direction = .descending }
      parts.append(part)
    }
    let isUnique = once(in: 3) && table.options.partitioning == nil
    var index = Index(objectName(in: schema), on: table.name, parts: parts, unique: isUnique)
    if once(in: 3) { index.predicate = condition(on: pick(candidates), in: schema) }
    if database == .postgresql { index = embellished(index, of: table) }
    schema.indexes.append(index)
  }

  mutating func addView(to schema: inout Schema) {
    if database == .postgresql { return addPostgresView(to: &schema) }
    guard let table = schema.tables.randomElement(using: &random) else { return }
    let name = QualifiedName(objectName(in: schema))
    var results: [SQLFragment] = []
    let columns = some(of: table.columns, upTo: 3)
    for column in columns { results.append("\(identifier: column.name)") }
    var view = View(name, as: "")
    if once(in: 3) {
      view.columns = (1...columns.count).map { "result \($0)" }
    } else if database == .sqlite, once(in: 2) {
      // The text of these, blanks and all, is the column's name.
      results.append("\(identifier: columns[0].name)||\(raw: gap())'x'")
      results.append("1+  1")
    } else {
      results.append("count(*)\(raw: gap())over ( ) AS \(identifier: "how many")")
    }
    var query: SQLFragment = "select \(results.joined(by: ", "))\(raw: gap())FROM \(identifier: table.name)"
    if once(in: 2) { query = query + " where \(condition(on: pick(table.columns)))" }
    if once(in: 3) { query = query + "\n order by 1 desc\n LIMIT 5" }
    if let other = schema.views.randomElement(using: &random), once(in: 3) {
      query =
        "with \(identifier: "c t e") as (SELECT * from \(identifier: other.name)) "
        + "SELECT count(*) AS n, (select max(1) FROM \(identifier: table.name)) AS \(identifier: "key") "
        + "FROM \(identifier: "c t e") LEFT OUTER join \(identifier: table.name) ON 1 = 1"
      view.columns = []
    }
    view.query = query
    schema.views.append(view)
  }

  /// A trigger; on PostgreSQL they call functions.
  mutating func addTrigger(to schema: inout Schema) {
    if database == .postgresql { return addPostgresTrigger(to: &schema) }
    guard database == .sqlite, let table = schema.tables.randomElement(using: &random),
      let other = schema.tables.randomElement(using: &random)
    else { return }
    let name = objectName(in: schema)
    let column = pick(table.columns.filter { $0.generated == nil })
    let key = pick(other.columns)
    let statements: [SQLFragment] = [
      "DELETE from \(identifier: other.name)\(raw: gap())WHERE \(identifier: key.name) = 5;",
      "update \(identifier: other.name) SET \(identifier: pick(other.columns.filter { $0.generated == nil }).name) = 1 "
        + "where \(identifier: key.name) is null",
      "INSERT OR IGNORE INTO \(identifier: table.name) (\(identifier: column.name)) values (1);\n  SELECT CASE WHEN 1 > 2 THEN raise(ABORT, 'no; end') END;",
      "SELECT 1 ;",
    ]
    if let view = schema.views.randomElement(using: &random), once(in: 4) {
      schema.triggers.append(
        Trigger(name, on: view.name, .insteadOf, [pick([.insert, .delete, .update])], body: pick(statements)))
      return
    }
    let event: Trigger.Event = pick([.insert, .delete, .update, .update(of: [column.name])])
    var trigger = Trigger(name, on: table.name, pick([.before, .after]), [event], body: pick(statements))
    switch event {
    case .insert where once(in: 2): trigger.condition = "NEW.\(identifier: column.name)\(raw: gap())is not NULL"
    case .delete where once(in: 2): trigger.condition = "(old.\(identifier: column.name) > (select 0))"
    default: break
    }
    schema.triggers.append(trigger)
  }
}

extension [SQLFragment] {
  /// All of them with a text between each two.
  func joined(by separator: String) -> SQLFragment {
    var result: SQLFragment = ""
    for (position, fragment) in enumerated() { result = result + (position > 0 ? .raw(separator) : "") + fragment }
    return result
  }
}
