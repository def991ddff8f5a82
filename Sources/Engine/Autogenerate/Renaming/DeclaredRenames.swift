package import Dialects
package import Revisions

extension Renames {
  /// What a declaration says of former names, as far as a database still has them.
  ///
  /// A former name may be taken by something else. What has its new name already was renamed before.
  package init(declaredIn wanted: Schema, from former: Schema, rules: ComparisonRules) {
    self.init()
    let there = NamedTables(former, rules)
    let declared = NamedTables(wanted, rules)
    var names = FormerNames<QualifiedName>()
    for table in wanted.tables {
      guard let given = table.renamedFrom, !declared.isSame(given, table.name) else { continue }
      let current = there[table.name]?.name
      if let old = Self.formerName(given, of: table, there, declared) {
        names.add(old, to: table.name, current: current, isDeclared: declared[old] != nil)
      } else if current == nil, !former.tables.isEmpty {
        let among = former.tables.map { "\($0.name)" }
        unused.append(Unused(subject: .table(table.name, from: given), reason: .missing(among: among)))
      }
    }
    names.settle { new in
      let (old, table) = (there[new].map(\.columns), declared[new].map(\.columns))
      return old?.map { rules.folded($0.name) } == table?.map { rules.folded($0.name) }
    }
    tables = names.followed.map { Table(from: $0.from, to: $0.to) }
    unused += names.passed.map { Unused(subject: .table($0.to, from: $0.from), reason: $0.reason) }
    let formerNames = Dictionary(tables.map { ($0.to, $0.from) }) { first, _ in first }
    for table in wanted.tables where table.columns.contains(where: { $0.renamedFrom != nil }) {
      let name = formerNames[table.name] ?? table.name
      if let current = there[name] { addColumns(of: table, from: current, rules) }
    }
  }

  /// The former name of a table, as the database has it.
  ///
  /// One without a schema is looked for beside the table first.
  private static func formerName(
    _ old: QualifiedName, of table: Revisions.Table, _ there: NamedTables, _ declared: NamedTables
  ) -> QualifiedName? {
    var names = [old]
    if old.schema == nil, let schema = table.name.schema {
      names.insert(QualifiedName(old.name, schema: schema), at: 0)
    }
    return names.lazy.compactMap { there[$0]?.name }.first { !declared.isSame($0, table.name) }
  }

  private mutating func addColumns(of table: Revisions.Table, from former: Revisions.Table, _ rules: ComparisonRules) {
    let there = Dictionary(former.columns.map { (rules.folded($0.name), $0) }) { first, _ in first }
    let declared = Dictionary(table.columns.map { (rules.folded($0.name), $0) }) { first, _ in first }
    var names = FormerNames<String>()
    for column in table.columns {
      guard let given = column.renamedFrom, rules.folded(given) != rules.folded(column.name) else { continue }
      let current = there[rules.folded(column.name)]?.name
      if let old = there[rules.folded(given)]?.name {
        names.add(old, to: column.name, current: current, isDeclared: declared[rules.folded(old)] != nil)
      } else if current == nil {
        let subject = Unused.Subject.column(table: table.name, column.name, from: given)
        unused.append(Unused(subject: subject, reason: .missing(among: former.columns.map(\.name))))
      }
    }
    names.settle { new in
      there[rules.folded(new)]?.type == declared[rules.folded(new)]?.type
    }
    columns += names.followed.map { Column(table: table.name, from: $0.from, to: $0.to) }
    unused += names.passed.map {
      Unused(subject: .column(table: table.name, $0.to, from: $0.from), reason: $0.reason)
    }
  }
}

/// Former names, of which it is to be settled which can be followed.
private struct FormerNames<Name: Hashable> {
  private struct Claim {
    var from: Name
    var to: Name
    /// What has the new name now.
    var current: Name?
    /// Whether something is declared under the former name.
    var isDeclared: Bool
  }

  private var claims: [Claim] = []
  private(set) var followed: [(from: Name, to: Name)] = []
  private(set) var passed: [(from: Name, to: Name, reason: Renames.Unused.Reason)] = []

  mutating func add(_ from: Name, to: Name, current: Name?, isDeclared: Bool) {
    claims.append(Claim(from: from, to: to, current: current, isDeclared: isDeclared))
  }

  /// Finds out which are followed. `isSettled` says whether what has a new name already looks like what is declared under it.
  mutating func settle(isSettled: (Name) -> Bool) {
    // A name that another gives up can be taken: which do is known only once that is.
    let waitingFor = Dictionary(grouping: claims.indices) { claims[$0].current }
    var successors: [Name: Name] = [:]
    var isFollowed = Array(repeating: false, count: claims.count)
    var next = Array(claims.indices)
    while !next.isEmpty {
      var freed: [Int] = []
      for position in next where !isFollowed[position] {
        let claim = claims[position]
        guard successors[claim.from] == nil, claim.current.map({ successors[$0] != nil }) ?? true else { continue }
        successors[claim.from] = claim.to
        isFollowed[position] = true
        followed.append((claim.from, claim.to))
        freed += waitingFor[claim.from] ?? []
      }
      next = freed.sorted()
    }
    let waiting = claims.indices.filter { !isFollowed[$0] }.map { claims[$0] }
    // Those that exchange their names: once they have, they say the same.
    let circle = Renames.circle(in: waiting, from: \.from, to: \.current)
    let exchanged = Set(circle.map(\.to))
    let isExchange = circle.contains { !isSettled($0.to) }
    for claim in waiting {
      if let other = successors[claim.from] {
        if claim.current == nil { passed.append((claim.from, claim.to, .claimed(by: "\(other)"))) }
      } else if exchanged.contains(claim.to) {
        if isExchange { passed.append((claim.from, claim.to, .exchanged)) }
      } else if !claim.isDeclared {
        passed.append((claim.from, claim.to, .taken))
      }
    }
  }
}

/// The tables of a schema by their names, as a database compares them.
private struct NamedTables {
  private let tables: [QualifiedName: Table]
  private let rules: ComparisonRules

  init(_ schema: Schema, _ rules: ComparisonRules) {
    self.rules = rules
    tables = Dictionary(schema.tables.map { (rules.folded($0.name), $0) }) { first, _ in first }
  }

  subscript(_ name: QualifiedName) -> Table? { tables[rules.folded(name)] }

  func isSame(_ name: QualifiedName, _ other: QualifiedName) -> Bool { rules.folded(name) == rules.folded(other) }
}
