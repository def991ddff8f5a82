import Revisions

extension SwiftRendering {
  /// `"users"`, or `QualifiedName("users", schema: "app")`.
  func expression(_ name: QualifiedName) -> SwiftExpression {
    guard let schema = name.schema else { return .string(name.name) }
    return .call("QualifiedName") { arguments in
      arguments.add(.string(name.name))
      arguments.add("schema", .string(schema))
    }
  }

  /// The literal that a value is made of.
  func expression(_ value: SQLValue) -> SwiftExpression {
    switch value {
    case .null: .null
    case .boolean(let flag): .flag(flag)
    case .integer(let number): .number(number)
    case .double(let number): .code(Self.literal(number) ?? ".double(\(Self.name(ofNotFinite: number)))")
    case .text(let text): .string(text)
    case .blob(let bytes): .call(".blob") { $0.add(.code(Self.literal(bytes))) }
    }
  }

  /// `"price > 0"`, with what was interpolated as interpolations.
  func expression(_ fragment: SQLFragment) -> SwiftExpression {
    var parts: [SwiftText.Part] = []
    var followsText = false
    for segment in fragment.segments {
      switch segment {
      case .raw(let sql) where !followsText && (!sql.isEmpty || fragment.segments.count == 1): parts.append(.text(sql))
      case .raw(let sql): parts.append(.interpolation("raw: \(Self.literal(sql))"))
      case .value(let value): parts.append(.interpolation(Self.interpolated(value)))
      case .identifier(let names):
        switch names.count {
        case 1: parts.append(.interpolation("identifier: \(Self.literal(names[0]))"))
        case 2:
          let name = "QualifiedName(\(Self.literal(names[1])), schema: \(Self.literal(names[0])))"
          parts.append(.interpolation("identifier: \(name)"))
        default: return segments(fragment)
        }
      }
      if case .text = parts.last { followsText = true } else { followsText = false }
    }
    return parts.isEmpty ? segments(fragment) : .text(SwiftText(parts: parts))
  }

  func expression(_ fragment: SQLFragment?) -> SwiftExpression? { fragment.map { expression($0) } }

  func expression(_ name: QualifiedName?) -> SwiftExpression? { name.map { expression($0) } }

  /// `["fillfactor": 70]`
  func expression(_ parameters: StorageParameters) -> SwiftExpression {
    .dictionary(parameters.list.map { (Self.literal($0.name), expression(parameterValue: $0.value)) })
  }

  /// The parameters, unless there are none.
  func nonEmpty(_ parameters: StorageParameters) -> SwiftExpression? {
    parameters.isEmpty ? nil : expression(parameters)
  }

  private func expression(parameterValue value: String?) -> SwiftExpression {
    guard let value else { return .null }
    if value == "true" || value == "false" { return .code(value) }
    if let number = Int(value), String(number) == value { return .code(value) }
    if let number = Double(value), number.isFinite, String(number) == value { return .code(value) }
    return .string(value)
  }

  /// What no literal says: a name of more than two parts, or nothing at all.
  private func segments(_ fragment: SQLFragment) -> SwiftExpression {
    .call("SQLFragment") { arguments in
      arguments.add(
        "segments",
        .array(
          fragment.segments.map { segment in
            switch segment {
            case .raw(let sql): .call(".raw") { $0.add(.string(sql)) }
            case .identifier(let names): .call(".identifier") { $0.add(.strings(names)) }
            case .value(let value): .call(".value") { $0.add(expression(value)) }
            }
          }))
    }
  }

  // MARK: Inside of literals

  /// A value between `\(` and `)`, where no type is known from outside.
  private static func interpolated(_ value: SQLValue) -> String {
    switch value {
    case .null: "SQLValue.null"
    case .boolean(let flag): String(flag)
    case .integer(let number): String(number)
    case .double(let number): literal(number) ?? "Double\(name(ofNotFinite: number))"
    case .text(let text): literal(text)
    case .blob(let bytes): "SQLValue.blob(\(literal(bytes)))"
    }
  }

  private static func literal(_ text: String) -> String { SwiftText.escapedOnOneLine(text) }

  private static func literal(_ number: Double) -> String? { number.isFinite ? String(number) : nil }

  private static func name(ofNotFinite number: Double) -> String {
    if number.isNaN { return ".nan" }
    return number > 0 ? ".infinity" : "(-.infinity)"
  }

  private static func literal(_ bytes: [UInt8]) -> String {
    let digits = bytes.map { ($0 < 16 ? "0x0" : "0x") + String($0, radix: 16, uppercase: true) }
    return "[" + digits.joined(separator: ", ") + "]"
  }
}
