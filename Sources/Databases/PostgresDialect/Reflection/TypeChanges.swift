package import Dialects
package import Revisions

extension PostgresDialect {
  /// See "Notes" under ALTER TABLE in PostgreSQL's manual: a table is not rewritten where the values stay as they are, byte for byte.
  package func cost(ofChanging former: DataType, to type: DataType) -> TypeChangeCost {
    if former == type { return [] }
    let rewording: TypeChangeCost = Self.keepsExpressions(former, to: type) ? [] : .rewordsExpressions
    if Self.isFree(former, to: type) { return rewording }
    var cost = rewording.union(.rewritesTable)
    if Self.dependsOnTimeZone(former, to: type) { cost.insert(.dependsOnTimeZone) }
    if case .text = Self.conversion(from: former, to: type) {
      cost.insert(.convertsByText)
    } else if !Self.isWider(former, to: type) {
      cost.insert(.mayLoseValues)
    }
    return cost
  }

  package func usualStorage(of type: DataType) -> Column.Storage? { type.usualStorage }

  /// Whether the server, which reads its own text of each expression anew, then says what it says of one that is new: it names the type
  /// of texts and decimals (`'a'::bpchar`), but not that of whole numbers.
  private static func keepsExpressions(_ former: DataType, to type: DataType) -> Bool {
    switch (former, type) {
    case (.varchar, .text), (.text, .varchar): true
    default: former.isInteger || TypeText.plain(former) == TypeText.plain(type)
    }
  }

  /// Whether the values stay as they are, byte for byte.
  private static func isFree(_ former: DataType, to type: DataType) -> Bool {
    switch (former, type) {
    case (.varchar, .text), (.text, .varchar(nil)), (.varchar, .varchar(nil)), (.cidr, .inet): true
    case (.varchar(let old?), .varchar(let new?)): new >= old
    case (.numeric, .numeric(nil, _)): true
    case (.numeric(let old?, let oldScale), .numeric(let new?, let newScale)):
      new >= old && (oldScale ?? 0) == (newScale ?? 0)
    case (.bit(let old?, true), .bit(let new?, true)): new >= old
    case (.bit(_, true), .bit(nil, true)): true
    case (.timestamp(let old, let oldZone), .timestamp(let new, let newZone)),
      (.time(let old, let oldZone), .time(let new, let newZone)):
      oldZone == newZone && isNoLess(new, than: old)
    default: false
    }
  }

  /// Whether each value of the former type is one of the new.
  private static func isWider(_ former: DataType, to type: DataType) -> Bool {
    switch (former, type) {
    case (_, .text), (_, .varchar(nil)):
      // The others have more than one text, by what the session says.
      switch former {
      case .binary, .date, .time, .timestamp, .interval: false
      default: true
      }
    case (.smallInteger, .integer), (.smallInteger, .bigInteger), (.integer, .bigInteger): true
    case (.smallInteger, .numeric(nil, _)), (.integer, .numeric(nil, _)), (.bigInteger, .numeric(nil, _)): true
    case (.smallInteger, .real), (.smallInteger, .double), (.integer, .double), (.real, .double): true
    case (.char(let old), .char(let new)): new >= old
    case (.json, .jsonb), (.jsonb, .json): true
    case (.date, .timestamp): true
    case (.timestamp(let old, _), .timestamp(let new, _)): isNoLess(new, than: old)
    case (.time(let old, false), .time(let new, true)): isNoLess(new, than: old)
    case (.array(let old), .array(let new)): old == new || isFree(old, to: new) || isWider(old, to: new)
    default: false
    }
  }

  /// Whether a point in time becomes one on some clock, or one on a clock a point in time.
  private static func dependsOnTimeZone(_ former: DataType, to type: DataType) -> Bool {
    switch (former, type) {
    case (.timestamp(_, true), .timestamp(_, true)): false
    case (.timestamp(_, true), _), (_, .timestamp(_, true)): true
    case (.time(_, false), .time(_, true)): true
    case (.array(let old), .array(let new)): dependsOnTimeZone(old, to: new)
    default: false
    }
  }

  /// Whether one number of fractional digits is no less than another; nil is six.
  private static func isNoLess(_ precision: Int?, than other: Int?) -> Bool { (precision ?? 6) >= (other ?? 6) }
}
