internal import Revisions

extension Operation {
  /// What the operation does, in a line.
  var summary: String { visible(words) }

  private var words: String {
    switch self {
    case .createTable(let create): "create table \(create.table.name) (\(create.table.contents))"
    case .dropTable(let drop): "drop table \(drop.table)"
    case .renameTable(let rename): "rename table \(rename.table) to \(rename.newName)"
    case .alterTable(let alter):
      "alter table \(alter.table)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .attachPartition(let attach): "attach \(attach.partition) to \(attach.parent) as a partition"
    case .detachPartition(let detach): "detach partition \(detach.partition) from \(detach.parent)"
    case .addColumn(let add): "add column \(add.table).\(add.column.name)"
    case .dropColumn(let drop): "drop column \(drop.table).\(drop.column)"
    case .alterColumn(let alter):
      "alter column \(alter.table).\(alter.column)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .renameColumn(let rename): "rename column \(rename.table).\(rename.column) to \(rename.newName)"
    case .addConstraint(let add): "add \(add.constraint.summary) to \(add.table)"
    case .dropConstraint(let drop):
      switch drop.target {
      case .named(let name): "drop constraint \(name) of \(drop.table)"
      case .matching(let constraint): "drop \(constraint.summary) of \(drop.table)"
      }
    case .alterConstraint(let alter): "alter constraint \(alter.name) of \(alter.table)"
    case .validateConstraint(let validate): "validate constraint \(validate.name) of \(validate.table)"
    case .invalidateConstraint(let invalidate):
      "leave \(invalidate.constraint.summary) of \(invalidate.table) unvalidated"
    case .createIndex(let create):
      "create \(create.index.isUnique ? "unique " : "")index \(create.index.name) on \(create.index.table)"
    case .dropIndex(let drop): "drop index \(drop.name)"
    case .attachIndex(let attach): "attach index \(attach.index) to \(attach.parent)"
    case .createView(let create): "\(create.orReplace ? "replace" : "create") view \(create.view.name)"
    case .dropView(let drop): "drop view \(drop.name)"
    case .createMaterializedView(let create): "create materialized view \(create.view.name)"
    case .dropMaterializedView(let drop): "drop materialized view \(drop.name)"
    case .refreshMaterializedView(let refresh): "refresh materialized view \(refresh.name)"
    case .createTrigger(let create): "create trigger \(create.trigger.name) on \(create.trigger.table)"
    case .dropTrigger(let drop): "drop trigger \(drop.name)"
    case .setTriggerState(let set): "\(set.state.rawValue.lowercased()) trigger \(set.name) on \(set.table)"
    case .createRoutine(let create): "\(create.orReplace ? "replace" : "create") \(create.routine.summary)"
    case .dropRoutine(let drop): "drop \(drop.kind.rawValue.lowercased()) \(drop.name)"
    case .createEnum(let create): "create enum \(create.type.name) (\(names(create.type.values)))"
    case .dropEnum(let drop): "drop enum \(drop.name)"
    case .addEnumValue(let add): "add value \(add.value) to enum \(add.type)"
    case .renameEnumValue(let rename): "rename value \(rename.value) of enum \(rename.type) to \(rename.newValue)"
    case .replaceEnum(let replace): "replace enum \(replace.type) (\(names(replace.values)))"
    case .createDomain(let create): "create domain \(create.domain.name)"
    case .dropDomain(let drop): "drop domain \(drop.name)"
    case .alterDomain(let alter):
      "alter domain \(alter.name)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .createCompositeType(let create):
      "create type \(create.type.name) (\(names(create.type.attributes.map(\.name))))"
    case .dropCompositeType(let drop): "drop type \(drop.name)"
    case .alterCompositeType(let alter):
      "alter type \(alter.name)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .createSequence(let create): "create sequence \(create.sequence.name)"
    case .dropSequence(let drop): "drop sequence \(drop.name)"
    case .alterSequence(let alter):
      "alter sequence \(alter.name)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .createSchema(let create): "create schema \(create.name)"
    case .dropSchema(let drop): "drop schema \(drop.name)"
    case .createExtension(let create): "create extension \(create.extension.name)"
    case .dropExtension(let drop): "drop extension \(drop.name)"
    case .updateExtension(let update): "update extension \(update.name)" + (update.version.map { " to \($0)" } ?? "")
    case .grant(let grant):
      "grant \(names(grant.privileges.map(\.summary))) on \(grant.target.summary) to \(names(grant.roles.map(\.description)))"
    case .revoke(let revoke):
      "revoke \(names(revoke.privileges.map(\.summary))) on \(revoke.target.summary) from \(names(revoke.roles.map(\.description)))"
    case .createPolicy(let create): "create policy \(create.policy.name) on \(create.policy.table)"
    case .dropPolicy(let drop): "drop policy \(drop.name) on \(drop.table)"
    case .alterPolicy(let alter):
      "alter policy \(alter.name) on \(alter.table)\(ChangeSummary.words(alter.changes.map(ChangeSummary.words)))"
    case .setRowSecurity(let set): "set row security of \(set.table)\(ChangeSummary.words(ChangeSummary.words(set)))"
    case .comment(let comment): "comment on \(comment.object)"
    case .rename(let rename): "rename \(rename.object) to \(rename.newName)"
    case .setSchema(let set): "move \(set.object) to schema \(set.schema)"
    case .setOwner(let set): "give \(set.object) to \(set.owner)"
    case .setTablespace(let set): "move \(set.object) to tablespace \(set.tablespace)"
    case .setStorageParameters(let set): "set \(names(set.parameters.list.map(\.name))) of \(set.object)"
    case .insertRows(let insert): "insert \(plural(insert.rows.count, "row")) into \(insert.table)"
    case .deleteRows(let delete): "delete \(plural(delete.rows.count, "row")) from \(delete.table)"
    case .sql(let sql): "SQL: \(sql.text.summary)"
    case .when(let when): "on \(when.dialect): \(when.then.summary); elsewhere: \(when.otherwise.summary)"
    case .live(let live): "Swift: \(live.label)"
    case .outsideTransaction(let outside): "outside a transaction: \(outside.body.summary)"
    }
  }

  private func names(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Operations {
  /// What a list of operations does, in a line.
  fileprivate var summary: String {
    switch content {
    case .steps(let steps): steps.isEmpty ? "nothing" : steps.map(\.summary).joined(separator: ", ")
    case .reversed: "the reverse"
    case .irreversible(let reason): "nothing: \(reason)"
    }
  }
}

extension Table {
  /// Its columns, or for a partition without columns of its own the table that has them.
  fileprivate var contents: String {
    if columns.isEmpty, let partition = options.partition { return "partition of \(partition.parent)" }
    return columns.map(\.name).joined(separator: ", ")
  }
}

extension Routine {
  fileprivate var summary: String { "\(kind.rawValue.lowercased()) \(name)(\(arguments))" }
}

extension Privilege {
  fileprivate var summary: String {
    let words = kind.rawValue.lowercased()
    return columns.isEmpty ? words : "\(words) (\(columns.joined(separator: ", ")))"
  }
}

extension PrivilegeTarget {
  fileprivate var summary: String {
    switch self {
    case .object(let object): return "\(object)"
    case .all(let kind, let schema): return "all \(kind.rawValue.lowercased()) in schema \(schema)"
    case .future(let kind, let schema, let creator):
      var text = "future \(kind.rawValue.lowercased())"
      if let schema { text += " in schema \(schema)" }
      if let creator { text += " created by \(creator)" }
      return text
    }
  }
}

extension TableConstraint {
  fileprivate var summary: String {
    let kind =
      switch self {
      case .primaryKey(let key): "primary key (\(key.columns.joined(separator: ", ")))"
      case .unique(let unique): "unique constraint (\(unique.columns.joined(separator: ", ")))"
      case .check: "check"
      case .foreignKey(let key): "foreign key (\(key.columns.joined(separator: ", "))) to \(key.referencedTable)"
      case .exclusion: "exclusion"
      }
    return name.map { "\(kind) \($0)" } ?? kind
  }
}

extension SQLFragment {
  /// The text in one line, cut where it is long.
  var summary: String {
    let words = line
    return words.count > 100 ? words.prefix(99) + "…" : words
  }

  /// The text in one line.
  var line: String {
    var text = ""
    for segment in segments {
      switch segment {
      case .raw(let sql): text += sql
      case .identifier(let parts): text += parts.joined(separator: ".")
      case .value: text += "…"
      }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
