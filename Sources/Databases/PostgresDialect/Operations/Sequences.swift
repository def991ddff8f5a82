import Dialects
import Revisions

extension PostgresDialect {
  func createSequence(_ create: CreateSequence) throws(DialectError) -> [Statement] {
    let sequence = create.sequence
    let name = try quoted(sequence.name)
    var clauses: [String] = []
    if let type = sequence.type { clauses.append("AS \(try typeName(type))") }
    clauses += SequenceOptions(sequence).clauses
    if let owner = sequence.owner { clauses.append(try ownedBy(owner)) }
    let text = clauses.isEmpty ? name : name + " " + clauses.joined(separator: " ")
    let comments = try comments(sequence.comment, on: .sequence(sequence.name))
    let statements = [Statement("CREATE SEQUENCE \(text)")] + comments
    guard create.ifNotExists else { return statements }
    return comments.isEmpty
      ? [Statement("CREATE SEQUENCE IF NOT EXISTS \(text)")]
      : [block(where: try isMissing(sequence.name), statements)]
  }

  func dropSequence(_ drop: DropSequence) throws(DialectError) -> [Statement] {
    [Statement("DROP SEQUENCE \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  func alterSequence(_ alter: AlterSequence) throws(DialectError) -> [Statement] {
    var clauses: [String] = []
    for change in alter.changes {
      switch change {
      case .type(let type, _): clauses.append("AS \(try typeName(type))")
      case .start(let number, _): clauses.append("START WITH \(number)")
      case .increment(let number, _): clauses.append("INCREMENT BY \(number)")
      case .minimum(.at(let number), _): clauses.append("MINVALUE \(number)")
      case .minimum(.ofType, _): clauses.append("NO MINVALUE")
      case .maximum(.at(let number), _): clauses.append("MAXVALUE \(number)")
      case .maximum(.ofType, _): clauses.append("NO MAXVALUE")
      case .cache(let number, _): clauses.append("CACHE \(number)")
      case .cycles(let flag): clauses.append(flag ? "CYCLE" : "NO CYCLE")
      case .ownedBy(let owner, _): clauses.append(try ownedBy(owner))
      case .restart(let number): clauses.append(number.map { "RESTART WITH \($0)" } ?? "RESTART")
      }
    }
    guard !clauses.isEmpty else { return [] }
    return try followingMinimum(alter) + [
      Statement("ALTER SEQUENCE \(try quoted(alter.name)) \(clauses.joined(separator: " "))")
    ]
  }

  /// A sequence may not stand below its least number: it is brought there before that is raised.
  private func followingMinimum(_ alter: AlterSequence) throws(DialectError) -> [Statement] {
    for case .minimum(.at(let number), let former) in alter.changes {
      if case .at(let before)? = former, before >= number { continue }
      let name = try quoted(alter.name)
      return [
        Statement(
          "SELECT setval(\(try nameLiteral(alter.name)), \(number), false) FROM \(name) WHERE last_value < \(number)")
      ]
    }
    return []
  }

  private func ownedBy(_ owner: DatabaseSequence.Owner?) throws(DialectError) -> String {
    guard let owner else { return "OWNED BY NONE" }
    return "OWNED BY \(try quoted(owner.table)).\(try quoted(owner.column))"
  }
}

/// What a sequence is told, whether it stands by itself or behind an identity column.
struct SequenceOptions {
  var start: Int64?
  var increment: Int64?
  var minimum: Int64?
  var maximum: Int64?
  var cache: Int64?
  var cycles: Bool

  init(_ identity: Column.Identity) {
    start = identity.start
    increment = identity.increment
    minimum = identity.minimum
    maximum = identity.maximum
    cache = identity.cache
    cycles = identity.cycles
  }

  init(_ sequence: DatabaseSequence) {
    start = sequence.start
    increment = sequence.increment
    minimum = sequence.minimum
    maximum = sequence.maximum
    cache = sequence.cache
    cycles = sequence.cycles
  }

  /// What is said, leaving out what the database chooses by itself.
  var clauses: [String] {
    var clauses: [String] = []
    if let increment { clauses.append("INCREMENT BY \(increment)") }
    if let minimum { clauses.append("MINVALUE \(minimum)") }
    if let maximum { clauses.append("MAXVALUE \(maximum)") }
    if let start { clauses.append("START WITH \(start)") }
    if let cache { clauses.append("CACHE \(cache)") }
    if cycles { clauses.append("CYCLE") }
    return clauses
  }

  /// What differs from the options as they were; where those are not known, all that is said of the new ones.
  func changes(from old: SequenceOptions?) -> [String] {
    guard let old else { return clauses }
    var changes: [String] = []
    if increment ?? 1 != old.increment ?? 1 { changes.append("INCREMENT BY \(increment ?? 1)") }
    if minimum != old.minimum { changes.append(minimum.map { "MINVALUE \($0)" } ?? "NO MINVALUE") }
    if maximum != old.maximum { changes.append(maximum.map { "MAXVALUE \($0)" } ?? "NO MAXVALUE") }
    if firstNumber != old.firstNumber { changes.append("START WITH \(firstNumber)") }
    if cache ?? 1 != old.cache ?? 1 { changes.append("CACHE \(cache ?? 1)") }
    if cycles != old.cycles { changes.append(cycles ? "CYCLE" : "NO CYCLE") }
    return changes
  }

  /// Whether it counts up.
  var ascends: Bool { (increment ?? 1) > 0 }

  /// The number that PostgreSQL begins with.
  var firstNumber: Int64 { start ?? (ascends ? minimum ?? 1 : maximum ?? -1) }
}
