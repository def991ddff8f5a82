internal import Revisions

/// What the parts of an operation change, from what to what where that is known, in a few words.
enum ChangeSummary {
  /// The changes in parentheses behind what they are about; nothing where there is none.
  static func words(_ changes: [String]) -> String { changes.isEmpty ? "" : " (\(changes.joined(separator: ", ")))" }

  static func words(_ change: AlterColumn.Change) -> String {
    switch change {
    case .type(let new, let former, _, _): step("type", former?.words, new.words)
    case .nullable(let flag): flag ? "nullable" : "not null"
    case .setDefault(let new, let former): step("default", former?.words, new.words)
    case .dropDefault(let former): step("default", former?.words ?? "", "none")
    case .collation(let new, let former):
      step("collation", former.map { "\($0)" }, new.map { "\($0)" } ?? "the type's own")
    case .comment: "comment"
    case .addIdentity(let identity): "identity\(identity.isAlways ? " always" : "")"
    case .identity(let new, let former): identity(former, new)
    case .dropIdentity: "no identity"
    case .dropExpression: "no longer generated"
    case .storage(let new, let former): step("storage", former.map { "\($0)" }, "\(new)")
    case .compression(let new, let former): step("compression", former, new ?? "default")
    case .statistics(let new, let former): step("statistics", former.map { "\($0)" }, new.map { "\($0)" } ?? "default")
    }
  }

  static func words(_ change: AlterDomain.Change) -> String {
    switch change {
    case .setDefault(let new, let former): step("default", former?.words, new.words)
    case .dropDefault(let former): step("default", former?.words ?? "", "none")
    case .nullable(let flag): flag ? "nullable" : "not null"
    case .addCheck(let check): "add check\(check.name.map { " \($0)" } ?? "")"
    case .dropCheck(let name, _): "drop check \(name)"
    case .validateCheck(let name): "validate check \(name)"
    }
  }

  static func words(_ change: AlterSequence.Change) -> String {
    switch change {
    case .type(let new, let former): step("type", former?.words, new.words)
    case .start(let new, let former): step("start", former.map { "\($0)" }, "\(new)")
    case .increment(let new, let former): step("increment", former.map { "\($0)" }, "\(new)")
    case .minimum(let new, let former): step("minimum", former?.words, new.words)
    case .maximum(let new, let former): step("maximum", former?.words, new.words)
    case .cache(let new, let former): step("cache", former.map { "\($0)" }, "\(new)")
    case .cycles(let flag): flag ? "cycles" : "does not cycle"
    case .ownedBy(let new, _): new.map { "owned by \($0.table).\($0.column)" } ?? "owned by none"
    case .restart(let number): number.map { "restart with \($0)" } ?? "restart"
    }
  }

  static func words(_ change: AlterCompositeType.Change) -> String {
    switch change {
    case .add(let attribute): "add \(attribute.name) \(attribute.type.words)"
    case .drop(let name, _): "drop \(name)"
    case .type(let name, let new, let former): step("\(name) type", former?.words, new.words)
    case .rename(let name, let new): "\(name) renamed to \(new)"
    }
  }

  static func words(_ change: AlterPolicy.Change) -> String {
    switch change {
    case .roles(let new, let former):
      step("for", former.map(list), list(new))
    case .using(let new, let former): step("using", former?.summary, new.summary)
    case .check(let new, let former): step("check", former?.summary, new.summary)
    }
  }

  static func words(_ change: AlterTable.Change) -> String {
    switch change {
    case .unlogged(let flag): flag ? "unlogged" : "logged"
    case .replicaIdentity: "replica identity"
    case .clusteredIndex(let new, _): new.map { "clustered by \($0)" } ?? "clustered by none"
    case .inherit(let parent): "inherits \(parent)"
    case .disinherit(let parent): "inherits \(parent) no longer"
    case .accessMethod(let new, let former): step("access method", former, new)
    }
  }

  static func words(_ security: SetRowSecurity) -> [String] {
    let enabled = security.enabled.map { $0 ? "on" : "off" }
    return [enabled, security.forced.map { $0 ? "for the owner too" : "not for the owner" }].compactMap { $0 }
  }

  private static func list(_ roles: [Role]) -> String { roles.map(\.description).joined(separator: ", ") }

  private static func identity(_ former: Column.Identity?, _ new: Column.Identity) -> String {
    guard let former, former.isAlways != new.isAlways else { return "identity's numbers" }
    return "identity \(new.isAlways ? "always" : "by default")"
  }

  /// What something was and what it becomes; the former is left out where it is not known.
  private static func step(_ what: String, _ former: String?, _ new: String) -> String {
    guard let former, !former.isEmpty else { return "\(what) \(new)" }
    return "\(what) \(former) -> \(new)"
  }
}

extension AlterSequence.Limit {
  fileprivate var words: String {
    switch self {
    case .at(let number): "\(number)"
    case .ofType: "the type's own"
    }
  }
}

extension Column.DefaultValue {
  fileprivate var words: String {
    switch self {
    case .literal(let value): value.words
    case .expression(let expression): expression.summary
    }
  }
}

extension SQLValue {
  fileprivate var words: String {
    switch self {
    case .null: "NULL"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .text(let text): "'\(text.count > 40 ? text.prefix(39) + "…" : text[...])'"
    case .blob(let bytes): "\(plural(bytes.count, "byte"))"
    }
  }
}

extension DataType {
  /// The type as SQL has it, by and large.
  fileprivate var words: String {
    func sized(_ name: String, _ size: Int?) -> String { size.map { "\(name)(\($0))" } ?? name }
    switch self {
    case .smallInteger: return "smallint"
    case .integer: return "integer"
    case .bigInteger: return "bigint"
    case .numeric(let precision, let scale):
      guard let precision else { return "numeric" }
      return "numeric(\(precision)\(scale.map { ", \($0)" } ?? ""))"
    case .varchar(let length): return sized("varchar", length)
    case .char(let length): return sized("char", length)
    case .time(let precision, let withTimeZone):
      return sized("time", precision) + (withTimeZone ? " with time zone" : "")
    case .timestamp(let precision, let withTimeZone):
      return sized("timestamp", precision) + (withTimeZone ? " with time zone" : "")
    case .bit(let length, let varying): return sized(varying ? "varbit" : "bit", length)
    case .range(let type): return "range of \(type.words)"
    case .multirange(let type): return "multirange of \(type.words)"
    case .array(let type): return "\(type.words)[]"
    case .named(let name): return "\(name)"
    case .raw(let text): return text
    case .real, .double, .boolean, .text, .binary, .date, .interval, .json, .jsonb, .uuid, .inet, .cidr, .macaddr, .xml,
      .tsvector, .tsquery:
      return "\(self)"
    }
  }
}
