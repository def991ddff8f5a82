import Dialects
import Revisions

@testable import Autogenerate

/// As much of a dialect as comparing needs: PostgreSQL's rules, and texts left as they are.
struct PlainDialect: SchemaReflecting {
  var comparison = ComparisonRules(
    foldsNames: false, renamesParts: true, viewsPinColumns: true, rewordsExpressions: false, keepsPrivileges: true,
    foreignKeysPinUniqueness: true, accessMethod: "heap", tablespace: "pg_default")

  func reflect(
    _ scope: ReflectionScope, from connection: any DatabaseConnection, beside open: ConnectionOpening?
  ) async throws -> Reflection {
    throw DialectError("there is no database")
  }

  func conversion(
    of column: String, from former: DataType, to type: DataType
  ) throws(DialectError) -> SQLFragment? {
    former.isInteger && type.isInteger || type == .text ? nil : .raw("\(column)::other")
  }

  func canonical(_ schema: Schema) throws(DialectError) -> Schema {
    var result = schema
    let home = "public"
    func name(_ name: QualifiedName) -> QualifiedName { name.schema == home ? QualifiedName(name.name) : name }
    for position in result.tables.indices {
      result.tables[position].name = name(result.tables[position].name)
      result.tables[position] = table(result.tables[position])
    }
    for position in result.views.indices { result.views[position].name = name(result.views[position].name) }
    for position in result.indexes.indices { result.indexes[position].table = name(result.indexes[position].table) }
    for position in result.triggers.indices { result.triggers[position].table = name(result.triggers[position].table) }
    result.namespaces.removeAll { $0.name == home }
    result.grants = result.grants.flatMap { grant in
      grant.privileges.flatMap { privilege in
        grant.roles.map {
          Grant(privileges: [privilege], on: grant.target, roles: [$0], grantOption: grant.grantOption)
        }
      }
    }
    for position in result.sequences.indices {
      let sequence = result.sequences[position]
      if sequence.increment == 1 { result.sequences[position].increment = nil }
      if sequence.start == sequence.usualStart { result.sequences[position].start = nil }
    }
    result.namespaces.sort { $0.name < $1.name }
    result.enums.sort { $0.name.comes(before: $1.name) }
    result.domains.sort { $0.name.comes(before: $1.name) }
    result.compositeTypes.sort { $0.name.comes(before: $1.name) }
    result.sequences.sort { $0.name.comes(before: $1.name) }
    result.tables.sort { $0.name.comes(before: $1.name) }
    result.indexes.sort { $0.qualifiedName.comes(before: $1.qualifiedName) }
    result.views.sort { $0.name.comes(before: $1.name) }
    result.materializedViews.sort { $0.name.comes(before: $1.name) }
    result.routines.sort { $0.name == $1.name ? $0.arguments < $1.arguments : $0.name.comes(before: $1.name) }
    result.triggers.sort { $0.table == $1.table ? $0.name < $1.name : $0.table.comes(before: $1.table) }
    result.policies.sort { $0.table == $1.table ? $0.name < $1.name : $0.table.comes(before: $1.table) }
    return result
  }

  private func table(_ table: Table) -> Table {
    var result = table
    result.constraints = result.columns.flatMap(\.constraints) + result.constraints
    for position in result.columns.indices { result.columns[position].constraints = [] }
    var taken = Set(result.constraints.compactMap(\.name))
    result.constraints = result.constraints.map { constraint in
      guard constraint.name == nil else { return constraint }
      let base =
        switch constraint {
        case .primaryKey: "\(table.name.name)_pkey"
        case .unique(let unique): "\(table.name.name)_\(unique.columns.joined(separator: "_"))_key"
        case .foreignKey(let key): "\(table.name.name)_\(key.columns.joined(separator: "_"))_fkey"
        case .check: "\(table.name.name)_check"
        case .exclusion: "\(table.name.name)_excl"
        }
      var name = base
      var number = 1
      while !taken.insert(name).inserted {
        name = "\(base)\(number)"
        number += 1
      }
      return constraint.named(name)
    }
    for case .primaryKey(let key) in result.constraints {
      for position in result.columns.indices where key.columns.contains(result.columns[position].name) {
        result.columns[position].isNullable = false
      }
    }
    result.constraints = result.constraints.map { ((Self.rank($0), $0.name ?? ""), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    return result
  }

  private static func rank(_ constraint: TableConstraint) -> Int {
    switch constraint {
    case .primaryKey: 0
    case .unique: 1
    case .exclusion: 2
    case .check: 3
    case .foreignKey: 4
    }
  }
}

extension Schema {
  /// The schema with what makes no difference to a comparison out of the way.
  func withColumnsSorted() -> Schema {
    var result = self
    for position in result.tables.indices {
      result.tables[position].columns.sort { $0.name < $1.name }
    }
    for position in result.compositeTypes.indices {
      result.compositeTypes[position].attributes.sort { $0.name < $1.name }
    }
    return result
  }
}
