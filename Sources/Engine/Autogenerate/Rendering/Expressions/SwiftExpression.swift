/// A Swift expression, before it is laid out on lines.
indirect enum SwiftExpression {
  /// What stands on one line whatever its length: a name, a number, `.cascade`.
  case code(String)
  /// A string literal.
  case text(SwiftText)
  /// An array literal; where `isTall`, each element begins a line.
  case array([SwiftExpression], isTall: Bool = false)
  /// A dictionary literal; the keys are as they are written.
  case dictionary([(key: String, value: SwiftExpression)])
  /// A call of a function, an initialiser or a case: `Column("id", .integer)`, `.string(50)`.
  case call(SwiftCall)
  /// A value and the calls on what the call before gave: `Column("id", .integer).notNull().unique()`.
  case chain(SwiftExpression, [SwiftCall])
}

/// A name with its arguments and trailing closures.
struct SwiftCall {
  var name: String
  var arguments = SwiftArguments()
  var closures: [SwiftClosure] = []
}

/// A trailing closure; the first has no label.
struct SwiftClosure {
  var label: String?
  /// What stands before `in`.
  var parameters: String?
  var statements: [SwiftStatement]
}

/// What stands on lines of its own in a closure: an expression, with comments above it.
struct SwiftStatement {
  var comments: [String] = []
  var expression: SwiftExpression

  init(_ expression: SwiftExpression, comments: [String] = []) {
    self.comments = comments
    self.expression = expression
  }
}

/// The arguments of a call. What an initialiser takes to be so by itself is not added.
struct SwiftArguments {
  /// One argument; without a label, one by its position.
  struct Argument {
    var label: String?
    var value: SwiftExpression
  }

  private(set) var list: [Argument] = []

  var isEmpty: Bool { list.isEmpty }

  mutating func add(_ value: SwiftExpression) { list.append(Argument(label: nil, value: value)) }

  /// Adds a labelled argument, unless there is nothing to say.
  mutating func add(_ label: String, _ value: SwiftExpression?) {
    if let value { list.append(Argument(label: label, value: value)) }
  }

  /// Adds `label: true`, where it is so.
  mutating func add(_ label: String, flag: Bool) {
    if flag { add(label, .code("true")) }
  }

  /// Adds arguments of a variadic parameter; the first bears its label, if it has one.
  mutating func add(_ label: String? = nil, each values: [SwiftExpression]) {
    for (position, value) in values.enumerated() {
      list.append(Argument(label: position == 0 ? label : nil, value: value))
    }
  }
}

extension SwiftExpression {
  /// A string literal of a text.
  static func string(_ text: String) -> SwiftExpression { .text(SwiftText(text)) }

  static func string(_ text: String?) -> SwiftExpression? { text.map { .string($0) } }

  /// An array of string literals.
  static func strings(_ texts: [String]) -> SwiftExpression { .array(texts.map { .string($0) }) }

  /// An array of string literals, unless it is empty.
  static func nonEmpty(_ texts: [String]) -> SwiftExpression? { texts.isEmpty ? nil : .strings(texts) }

  static func number(_ number: some BinaryInteger) -> SwiftExpression { .code(String(number)) }

  static func flag(_ flag: Bool) -> SwiftExpression { .code(flag ? "true" : "false") }

  static var null: SwiftExpression { .code("nil") }

  /// A call whose arguments the closure adds.
  static func call(
    _ name: String, _ fill: (inout SwiftArguments) -> Void = { _ in }, closures: [SwiftClosure] = []
  ) -> SwiftExpression {
    .call(SwiftCall(name, fill, closures: closures))
  }

  /// The expression with calls on it, if there are any.
  func chained(_ calls: [SwiftCall]) -> SwiftExpression { calls.isEmpty ? self : .chain(self, calls) }
}

extension SwiftCall {
  init(_ name: String, _ fill: (inout SwiftArguments) -> Void = { _ in }, closures: [SwiftClosure] = []) {
    self.init(name: name, closures: closures)
    fill(&arguments)
  }
}
