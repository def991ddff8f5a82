import Revisions

extension SwiftRendering {
  /// `.bigInteger`, `.string(50)`, `.timestampWithTimeZone`
  func expression(_ type: DataType) -> SwiftExpression {
    switch type {
    case .smallInteger: .code(".smallInteger")
    case .integer: .code(".integer")
    case .bigInteger: .code(".bigInteger")
    case .numeric(nil, nil): .code(".numeric")
    case .numeric(let precision?, let scale?): .code(".decimal(\(precision), \(scale))")
    case .numeric(let precision, let scale):
      .code(".numeric(precision: \(Self.optional(precision)), scale: \(Self.optional(scale)))")
    case .real: .code(".real")
    case .double: .code(".double")
    case .boolean: .code(".boolean")
    case .text: .code(".text")
    case .varchar(let length): .code(".string(\(length.map(String.init) ?? ""))")
    case .char(let length): .code(".char(length: \(length))")
    case .binary: .code(".binary")
    case .date: .code(".date")
    case .time(let precision, let hasZone): moment(".time", precision, hasZone)
    case .timestamp(nil, true): .code(".timestampWithTimeZone")
    case .timestamp(let precision, let hasZone): moment(".timestamp", precision, hasZone)
    case .interval: .code(".interval")
    case .json: .code(".json")
    case .jsonb: .code(".jsonb")
    case .uuid: .code(".uuid")
    case .bit(let length, true): .code(".varbit(\(length.map(String.init) ?? ""))")
    case .bit(let length, false): .code(length.map { ".bit(length: \($0))" } ?? ".bit()")
    case .inet: .code(".inet")
    case .cidr: .code(".cidr")
    case .macaddr: .code(".macaddr")
    case .xml: .code(".xml")
    case .tsvector: .code(".tsvector")
    case .tsquery: .code(".tsquery")
    case .range(let element): .call(".range") { $0.add("of", expression(element)) }
    case .multirange(let element): .call(".multirange") { $0.add("of", expression(element)) }
    case .array(let element): .call(".array") { $0.add("of", expression(element)) }
    case .named(let name): .call(".named") { $0.add(expression(name)) }
    case .raw(let text): .call(".raw") { $0.add(.string(text)) }
    }
  }

  func expression(_ type: DataType?) -> SwiftExpression? { type.map { expression($0) } }

  private func moment(_ name: String, _ precision: Int?, _ hasZone: Bool) -> SwiftExpression {
    if precision == nil, !hasZone { return .code(name) }
    return .call(name) { arguments in
      arguments.add("precision", precision.map { .number($0) })
      arguments.add("withTimeZone", flag: hasZone)
    }
  }

  private static func optional(_ number: Int?) -> String { number.map(String.init) ?? "nil" }
}
