internal import Autogenerate
internal import Dialects
internal import Revisions

extension Session {
  /// Compares two schemas, wherever they are. `asking` says whether a person may be asked what was renamed; `check` throws where
  /// they are not to be compared, and is asked while they are read.
  func compare(
    _ from: SchemaSource, _ to: SchemaSource, _ options: ComparingOptions, asking: Bool,
    checking check: () async throws -> Void = {}
  ) async throws -> SchemaComparison {
    let reader = try SchemaReader(self, for: [from, to], dialect: options.dialect)
    let (former, wanted) = try await reader.read(from, and: to, checking: check)
    for case let url? in [former.missing, wanted.missing] {
      terminal.say("There is no \(url) yet: it counts as an empty database")
    }
    try reader.judgeKeys(of: wanted, against: former.schema)
    try reader.judgeKeys(of: former, against: wanted.schema)
    let given = try options.rename.map(RenameArgument.init)
    let wantedTitle = wanted.title
    let comparison = try await reader.compare(former, wanted) { former, wanted, declared in
      var renames = declared
      let rules = reader.dialect.comparison
      var names = GivenNames()
      for rename in given { try rename.add(to: &renames, &names, from: former, to: wanted, rules) }
      try sayUnused(renames, declaredIn: wantedTitle)
      try askForRenames(&renames, from: former, to: wanted, rules, asking: asking)
      return renames
    }
    // Few revisions make anything again on which something can be granted: only for these it is asked what was.
    guard comparison.asksForPrivileges, let held = try await reader.heldPrivileges(in: [from, to]) else {
      return comparison
    }
    return try await reader.compare(former, wanted, held: held) { _, _, _ in comparison.renames }
  }
}
