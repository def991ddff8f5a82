package import Dialects
package import Revisions

extension PostgresDialect {
  package func faults(of table: Table) -> [TableFault] {
    var faults: [TableFault] = []
    var names: Set<String> = []
    for constraint in table.columns.flatMap(\.constraints) + table.constraints {
      if let name = constraint.name, !names.insert(name).inserted {
        faults.append(TableFault("table \(table.name) has two constraints \(name)", at: name))
      }
      let (kind, columns): (String, [String])
      switch constraint {
      case .primaryKey(let key): (kind, columns) = ("primary key", key.columns)
      case .unique(let unique): (kind, columns) = ("unique constraint", unique.columns)
      case .check, .foreignKey, .exclusion: continue
      }
      var seen: Set<String> = []
      if let twice = columns.first(where: { !seen.insert($0).inserted }) {
        let name = constraint.name.map { " \($0)" } ?? ""
        faults.append(TableFault("the \(kind)\(name) of \(table.name) has the column \(twice) twice", at: twice))
      }
    }
    for column in table.columns where column.identity != nil { faults += self.faults(ofNumbered: column, in: table) }
    return faults
  }

  /// What cannot be of a column that the server is to number.
  private func faults(ofNumbered column: Column, in table: Table) -> [TableFault] {
    let subject = "the column \(table.name).\(column.name)"
    if column.generated != nil {
      return [TableFault("\(subject) is computed from others, and to be numbered too", at: column.name)]
    }
    if CanonicalForm.serial(column.type) != nil {
      return [
        TableFault("\(subject) is a serial, which is numbered already", at: column.name, hint: "take .identity() out")
      ]
    }
    var faults: [TableFault] = []
    if column.defaultValue != nil {
      faults.append(TableFault("\(subject) has a default, and is to be numbered too", at: column.name))
    }
    switch TypeText.canonical(column.type) {
    case .smallInteger, .integer, .bigInteger: break
    default:
      faults.append(
        TableFault(
          "\(subject) cannot be numbered by PostgreSQL: only a smallInteger, integer or bigInteger can", at: column.name
        ))
    }
    return faults
  }
}
