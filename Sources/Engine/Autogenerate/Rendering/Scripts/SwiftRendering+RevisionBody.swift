import Revisions

extension SwiftRendering {
  /// `upgrade`, `downgrade` and what they refer to: the end of a revision's type, indented by two, without its brace.
  ///
  /// A few operations stand in `upgrade` itself. Of many, those of a table have a property of their own: so they are
  /// read, and the compiler takes time that grows with the square of what stands in one body.
  package func members(of body: RevisionBody) -> String {
    var names = SwiftNames(members: Self.revisionMembers)
    var members: [String] = []
    let (upgrade, upgradeProperties) = self.body("upgrade", body.upgrade, names: &names, undoing: false)
    members.append(upgrade)
    members += downgrade(of: body, names: &names) { upgradeProperties }
    return members.joined(separator: "\n\n")
  }

  /// The names that a revision's type has already.
  private static let revisionMembers: Set<String> = [
    "id", "parents", "dependsOn", "branchLabels", "message", "created", "upgrade", "downgrade", "metadata",
    "operations",
  ]

  /// The downgrade, then the properties of both directions.
  private func downgrade(
    of body: RevisionBody, names: inout SwiftNames, after properties: () -> [String]
  ) -> [String] {
    switch body.downgrade {
    case .reversed:
      for step in body.upgrade {
        do throws(IrreversibleError) { _ = try step.operation.reversed() } catch {
          return [irreversible(error.reason)] + properties()
        }
      }
      return ["  var downgrade: Operations { .reversed }"] + properties()
    case .irreversible(let reason): return [irreversible(reason)] + properties()
    case .steps(let steps):
      let (downgrade, more) = self.body("downgrade", steps, names: &names, undoing: true)
      return [downgrade] + properties() + more
    }
  }

  private func irreversible(_ reason: String) -> String {
    let expression = SwiftExpression.call(".irreversible") { $0.add(.string(reason)) }
    if let flat = SwiftPrinter.flat(expression) {
      let line = "  var downgrade: Operations { \(flat) }"
      if line.count <= SwiftPrinter.width { return line }
    }
    return "  var downgrade: Operations {\n\(SwiftPrinter.lines(SwiftStatement(expression), indent: 4))\n  }"
  }

  /// One direction, and the properties that it lists.
  private func body(
    _ direction: String, _ steps: [RevisionBody.Step], names: inout SwiftNames, undoing: Bool
  ) -> (body: String, properties: [String]) {
    var groups = [StepGroup(steps: steps.map { RenderedStep($0, by: self) })]
    let isShort = steps.count <= 12 && groups[0].lineCount <= 60
    if !isShort { groups = StepGroup.groups(of: groups[0].steps) }
    var (lines, properties): ([String], [String]) = ([], [])
    for group in groups {
      if isShort || group.isOneLine {
        lines += group.steps.map(\.text)
      } else {
        let name = names.name(for: group.names + (undoing ? group.names.map { "undo \($0)" } : []))
        lines.append("    \(name)")
        let text = group.steps.map(\.text).joined(separator: "\n")
        properties.append("  @OperationsBuilder private var \(name): Operations {\n\(text)\n  }")
      }
    }
    if lines.isEmpty { return ("  var \(direction): Operations {}", []) }
    let lists = Self.lists(lines, direction, names: &names)
    return (
      "  var \(direction): Operations {\n\(lists.lines.joined(separator: "\n"))\n  }", lists.properties + properties
    )
  }

  /// A long list as a list of lists: the compiler's time grows with the square of a list's length.
  private static func lists(
    _ lines: [String], _ direction: String, names: inout SwiftNames
  ) -> (lines: [String], properties: [String]) {
    let limit = 50
    guard lines.count > limit else { return (lines, []) }
    var (listed, properties): ([String], [String]) = ([], [])
    for start in stride(from: 0, to: lines.count, by: limit) {
      let name = names.name(for: ["\(direction) part \(listed.count + 1)"])
      let part = lines[start..<min(start + limit, lines.count)].joined(separator: "\n")
      listed.append("    \(name)")
      properties.append("  @OperationsBuilder private var \(name): Operations {\n\(part)\n  }")
    }
    return (listed, properties)
  }
}

/// An operation with its lines.
struct RenderedStep {
  let operation: Operation
  let text: String

  init(_ step: RevisionBody.Step, by rendering: SwiftRendering) {
    operation = step.operation
    text = SwiftPrinter.lines(
      SwiftStatement(rendering.expression(step.operation), comments: step.notes), indent: 4)
  }

  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } + 1 }
}
