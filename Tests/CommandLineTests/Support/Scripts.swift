extension Project {
  /// Writes a revision as SQL, `versions/ID.sql`. Without statements it creates, and drops, a table `t_ID`.
  func sql(
    _ id: String, after parents: [String] = [], dependsOn: [String] = [], labels: [String] = [], message: String = "",
    upgrade: String? = nil, downgrade: String? = nil, options: String = "", in folder: String = "versions"
  ) throws {
    let header = [
      ("revision", id), ("parents", parents.joined(separator: ", ")), ("depends_on", dependsOn.joined(separator: ", ")),
      ("branch_labels", labels.joined(separator: ", ")), ("message", message),
    ]
    try write(
      "\(folder)/\(id).sql",
      header.filter { !$0.1.isEmpty }.map { "-- \($0.0): \($0.1)\n" }.joined() + """

        -- upgrade\(options)
        \(upgrade ?? "CREATE TABLE t_\(id) (id INTEGER PRIMARY KEY);")

        -- downgrade\(options)
        \(downgrade ?? "DROP TABLE t_\(id);")

        """)
  }

  /// Writes a revision as Swift, `versions/ID.swift`.
  func swift(
    _ id: String, after parents: [String] = [], message: String = "", imports: String = "", upgrade: String,
    downgrade: String = ".irreversible(\"a test\")"
  ) throws {
    try write(
      "versions/\(id).swift",
      """
      import Revisions
      \(imports)

      struct Revision_\(id): Revision {
        static let id: RevisionID = "\(id)"
        static let parents: [RevisionID] = [\(parents.map { "\"\($0)\"" }.joined(separator: ", "))]
        static let message = "\(message)"

        var upgrade: Operations {
          \(upgrade)
        }

        var downgrade: Operations { \(downgrade) }
      }

      """)
  }

  /// A chain of SQL revisions, each a table: `a001`, `a002`, …
  @discardableResult
  func chain(_ count: Int) throws -> [String] {
    let ids = (1...count).map { "a" + String(1000 + $0).dropFirst() }
    for (position, id) in ids.enumerated() { try sql(id, after: position == 0 ? [] : [ids[position - 1]]) }
    return ids
  }

  /// a1 ─ b1 (left) ─ c1 ─┬ e1, and a1 ─ b2 (right) ─ c2 ─┘; d2 follows c2 too and depends on c1.
  ///
  /// The heads are d2 and e1.
  func diamond() throws {
    try sql("aaaa11", message: "the base")
    try sql("bbbb11", after: ["aaaa11"], labels: ["left"], message: "left one")
    try sql("cccc11", after: ["bbbb11"], message: "left two")
    try sql("bbbb22", after: ["aaaa11"], labels: ["right"], message: "right one")
    try sql("cccc22", after: ["bbbb22"], message: "right two")
    try sql("dddd22", after: ["cccc22"], dependsOn: ["cccc11"], message: "needs left two")
    try sql("eeee11", after: ["cccc22", "cccc11"], message: "the merge", upgrade: "", downgrade: "")
  }
}
