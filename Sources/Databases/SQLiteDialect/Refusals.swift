import Dialects
import Revisions

// What SQLite does not have. What makes no difference to the rows it may hold (comments, methods and parameters of
// storage, tablespaces, CONCURRENTLY, NOT VALID, whose rows are then checked at once) is passed over in silence. All
// else is refused: a script must not seem to have done what it did not.
extension SQLiteDialect {
  /// An operation that SQLite has nothing for.
  func refusal(of operation: Operation) -> DialectError {
    let name =
      switch operation {
      case .createRoutine(let create): create.routine.kind == .function ? "CreateFunction" : "CreateProcedure"
      case .dropRoutine(let drop): drop.kind == .function ? "DropFunction" : "DropProcedure"
      case .rename(let rename): "Rename of \(rename.object)"
      default: "\(type(of: operation.value))"
      }
    return DialectError(
      "SQLite has nothing that \(name) could change", hint: "put it into When(.postgresql) { … }")
  }

  /// A part of something that SQLite cannot keep.
  private func refusal(_ thing: String, _ part: String) -> DialectError {
    DialectError(
      "\(thing) \(part), which SQLite does not know",
      hint: "say it without that for SQLite, with When(.sqlite) { … } otherwise: { … }")
  }

  func refuseCascade(_ cascade: Bool, dropping thing: String) throws(DialectError) {
    guard cascade else { return }
    throw DialectError(
      "dropping \(thing) is to take what depends on it too, which SQLite does not do",
      hint: "drop what depends on it first")
  }

  func refuseForeign(_ table: Table) throws(DialectError) {
    let thing = "the table \(table.name)"
    let options = table.options
    if options.partitioning != nil { throw refusal(thing, "has partitions") }
    if options.partition != nil { throw refusal(thing, "is a partition") }
    if !options.inherits.isEmpty { throw refusal(thing, "inherits from others") }
    if options.hasRowSecurity || options.forcesRowSecurity { throw refusal(thing, "has row-level security") }
  }

  func refuseForeign(_ alter: AlterTable) throws(DialectError) {
    for change in alter.changes {
      switch change {
      case .unlogged, .replicaIdentity, .clusteredIndex, .accessMethod: continue
      case .inherit, .disinherit: throw refusal("the table \(alter.table)", "inherits from others")
      }
    }
  }

  func refuseForeign(_ identity: Column.Identity, of column: String) throws(DialectError) {
    if identity.minimum != nil || identity.maximum != nil || identity.cycles {
      throw refusal("the column \(column)", "has limits to its numbers")
    }
  }

  func refuseForeign(_ alter: AlterColumn) throws(DialectError) {
    for change in alter.changes {
      switch change {
      case .addIdentity, .identity, .dropIdentity:
        throw DialectError(
          "SQLite cannot change whether or how it numbers the rows of \(alter.table) that are there",
          hint: "put it into When(.postgresql) { … }")
      case .type, .nullable, .setDefault, .dropDefault, .collation, .comment, .storage, .compression, .statistics,
        .dropExpression:
        continue
      }
    }
  }

  func refuseForeign(_ constraint: TableConstraint, of table: QualifiedName) throws(DialectError) {
    let name = constraint.name.map { " \($0)" } ?? ""
    switch constraint {
    case .primaryKey(let key):
      let thing = "the primary key\(name) of \(table)"
      if key.deferrable != .no { throw refusal(thing, "is deferrable") }
      if key.index.existing != nil { throw refusal(thing, "is made of an index") }
    case .unique(let unique):
      let thing = "the unique constraint\(name) of \(table)"
      if unique.deferrable != .no { throw refusal(thing, "is deferrable") }
      if !unique.nullsAreDistinct { throw refusal(thing, "lets NULL stand only once") }
      if unique.index.existing != nil { throw refusal(thing, "is made of an index") }
    case .check, .exclusion: break
    case .foreignKey(let key):
      if !key.onDeleteColumns.isEmpty {
        throw refusal("the foreign key\(name) of \(table)", "sets some of its columns on delete")
      }
      guard key.referencedTable.schema == nil || key.referencedTable.schema == table.schema else {
        throw DialectError(
          "a foreign key of \(table) refers to \(key.referencedTable): in SQLite it can only refer to its own database")
      }
    }
  }

  func refusal(of exclusion: Exclusion, on table: QualifiedName) -> DialectError {
    refusal("the table \(table)", "has an exclusion constraint" + (exclusion.name.map { " \($0)" } ?? ""))
  }

  func refuseForeign(_ index: Index) throws(DialectError) {
    let thing = "the index \(index.name)"
    if index.isUnique, !index.nullsAreDistinct { throw refusal(thing, "lets NULL stand only once") }
    if index.onlyTable || index.parent != nil { throw refusal(thing, "belongs to a partitioned table") }
  }

  func refuseForeign(_ view: View) throws(DialectError) {
    if view.options.checkOption != nil { throw refusal("the view \(view.name)", "checks what is written through it") }
  }

  /// A trigger's statements.
  func statements(of trigger: Trigger) throws(DialectError) -> SQLFragment {
    let thing = "the trigger \(trigger.name)"
    guard case .statements(let statements) = trigger.action else { throw refusal(thing, "calls a function") }
    if trigger.level != .row { throw refusal(thing, "acts once a statement") }
    if trigger.oldTable != nil || trigger.newTable != nil { throw refusal(thing, "names the rows that changed") }
    if trigger.constraint != nil { throw refusal(thing, "is a constraint") }
    if trigger.state != .enabled { throw refusal(thing, "does not always act") }
    return statements
  }
}
