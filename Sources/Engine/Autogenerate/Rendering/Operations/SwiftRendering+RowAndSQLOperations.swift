import Revisions

extension SwiftRendering {
  func expression(_ operation: InsertRows) -> SwiftExpression {
    .call("InsertRows") { arguments in
      arguments.add("into", expression(operation.table))
      arguments.add("columns", .strings(operation.columns))
      arguments.add("rows", expression(rows: operation.rows))
      arguments.add("key", .nonEmpty(operation.key))
    }
  }

  func expression(_ operation: DeleteRows) -> SwiftExpression {
    .call("DeleteRows") { arguments in
      arguments.add("from", expression(operation.table))
      arguments.add("columns", .strings(operation.columns))
      arguments.add("rows", expression(rows: operation.rows))
      arguments.add("was", operation.former.map { expression($0) })
    }
  }

  func expression(_ operation: SQL) -> SwiftExpression {
    .call("SQL") { arguments in
      arguments.add(expression(operation.text))
      arguments.add("reverse", expression(operation.reverse))
    }
  }

  func expression(_ operation: When) -> SwiftExpression {
    var closures = [SwiftClosure(statements: statements(operation.then))]
    if !operation.otherwise.isEmpty {
      closures.append(SwiftClosure(label: "otherwise", statements: statements(operation.otherwise)))
    }
    return .call(
      "When",
      { arguments in
        let isKnown = [.sqlite, .postgresql].contains(operation.dialect)
        arguments.add(isKnown ? .code(".\(operation.dialect)") : .string(operation.dialect.rawValue))
      }, closures: closures)
  }

  func expression(_ operation: OutsideTransaction) -> SwiftExpression {
    .call("OutsideTransaction", closures: [SwiftClosure(statements: statements(operation.body))])
  }

  /// A closure cannot be read back: what stands for it does not compile until somebody has put it there.
  func expression(_ operation: Live) -> SwiftExpression {
    let missing = SwiftExpression.call("#error") {
      $0.add(.code(SwiftText.escapedOnOneLine("copy what \(operation.location.file):\(operation.location.line) runs")))
    }
    return .call(
      "Live",
      { arguments in
        arguments.add(.string(operation.label))
        arguments.add("fingerprint", .string(operation.fingerprint))
        switch operation.offline {
        case .refuse: break
        case .comment(let text): arguments.add("offline", .call(".comment") { $0.add(.string(text)) })
        case .sql(let sql): arguments.add("offline", .call(".sql") { $0.add(expression(sql)) })
        }
      }, closures: [SwiftClosure(parameters: "_", statements: [SwiftStatement(missing)])])
  }

  private func statements(_ operations: Operations) -> [SwiftStatement] {
    switch operations.content {
    case .steps(let steps): steps.map { SwiftStatement(expression($0)) }
    case .reversed: [SwiftStatement(.code(".reversed"))]
    case .irreversible(let reason): [SwiftStatement(.call(".irreversible") { $0.add(.string(reason)) })]
    }
  }

  private func expression(rows: [[SQLValue]]) -> SwiftExpression {
    .array(rows.map { row in .array(row.map { expression($0) }) }, isTall: true)
  }
}

extension Operations {
  fileprivate var isEmpty: Bool {
    if case .steps(let steps) = content { steps.isEmpty } else { false }
  }
}
