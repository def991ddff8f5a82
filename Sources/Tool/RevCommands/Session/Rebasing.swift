internal import Glibc
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Has revisions follow another head, by what their scripts say of their parents.
  func rebase(
    _ arguments: [RevisionArgument], onto target: RevisionArgument?, against reference: String?, isDryRun: Bool,
    asksDatabase: Bool
  ) async throws {
    // Where revisions are named, git is asked only for what it may know better.
    let other = try arguments.isEmpty ? otherBranch(reference) : try? otherBranch(reference)
    let place = try await place(of: target, other)
    let own: [RevisionID]
    if let other, arguments.isEmpty {
      own = try ownRevisions(besides: other, isPlaceKnown: target != nil)
      if own.isEmpty { return try tellOfRebase([], orThat: "\(other.name) has every revision of this branch") }
    } else {
      own = try await resolve(arguments)
    }
    let changes: [Reparenting]
    do {
      changes = try graph().rebase(own, onto: place)
    } catch RebaseError.targetMoves(let id) {
      var report = RebaseError.targetMoves(id).report
      if let other, arguments.isEmpty {
        report.message += ": \(other.name), which this branch is compared with, does not have it"
        report.hints = ["--against names the branch that has it"]
      }
      throw report
    }
    if asksDatabase, !changes.isEmpty { try await refuseWhereApplied(changes) }
    let files = try replacements(for: changes)
    if !isDryRun { try FileReplacement.replace(files) }
    let comparison = arguments.isEmpty ? other.map { "compared with \($0.name), " } : nil
    try tellOfRebase(changes, orThat: "\(comparison ?? "")nothing came in between", isDryRun: isDryRun)
  }

  /// A branch that tells what is this branch's own.
  private struct OtherBranch {
    let name: String
    let revisions: Set<RevisionID>
  }

  private func otherBranch(_ reference: String?) throws -> OtherBranch {
    let hint = "name the first revision to move: rev rebase ID --onto HEAD"
    let past = try requiredPast("which could tell what is this branch's own", hints: [hint])
    guard let reference = try reference ?? past.history.otherBranch() else {
      throw Report(
        .git, "there is no other branch that could tell what is this branch's own",
        hints: ["name it: --against REF; or \(hint)"])
    }
    let there = try past.history.scripts(at: reference)
    return OtherBranch(name: reference, revisions: Set(try there.validated().map(\.id)))
  }

  /// The revision to follow.
  private func place(of target: RevisionArgument?, _ other: OtherBranch?) async throws -> RevisionID? {
    guard let target else { return nil }
    do {
      let place = try await resolve([target])
      if place.count == 1 { return place.first }
      throw Report(
        .usage, "--onto takes one revision, and '\(target.text)' is \(place.isEmpty ? "none" : listed(place))")
    } catch {
      var report = report(of: error)
      if report.code == Report.Code.unknownRevision.rawValue, let other, target.text.count >= 4,
        other.revisions.contains(where: { $0.rawValue.hasPrefix(target.text) })
      {
        report.hints = ["\(other.name) has it: git merge \(other.name), or git rebase \(other.name), brings it"]
      }
      throw report
    }
  }

  /// The revisions that only this branch has, as git tells.
  private func ownRevisions(besides other: OtherBranch, isPlaceKnown: Bool) throws -> [RevisionID] {
    let graph = try graph()
    // What was never fetched into this branch would be passed over, and the next head is another again.
    let absent = other.revisions.filter { graph[$0] == nil }.sorted()
    if !isPlaceKnown, !absent.isEmpty {
      throw Report(
        .notAtHead,
        "\(other.name) has \(plural(absent.count, "revision")) that this branch does not: \(listed(absent))",
        hints: ["git merge \(other.name), or git rebase \(other.name), brings them; then rev rebase"],
        ids: names(absent))
    }
    return graph.revisions.map(\.id).filter { !other.revisions.contains($0) }
  }

  /// A database that has applied a revision has it after what it followed then.
  private func refuseWhereApplied(_ changes: [Reparenting]) async throws {
    let isNamed = try configuration().databaseURL(option: global.databaseURL, in: context()) != nil
    guard isNamed else { return }
    let graph = try graph()
    let applied = try await Set(graph.ids(applied().members.members))
    let moving = changes.filter { applied.contains($0.id) }
    guard let first = moving.first else { return }
    let ids = moving.map(\.id)
    throw Report(
      .edited, "\(try databaseURL()) has applied \(listed(ids)) already, after \(listed(first.before))",
      hints: [
        "rev downgrade \(first.before.first?.rawValue ?? "base") takes back what follows",
        "rev merge joins the heads, and leaves them as they are",
      ], ids: names(ids))
  }

  /// The scripts as they will be.
  private func replacements(for changes: [Reparenting]) throws -> [FileReplacement.File] {
    let scripts = Dictionary(try scripts().listing.scripts.map { ($0.id, $0) }) { first, _ in first }
    var texts: [String: (before: [UInt8], after: [UInt8])] = [:]
    for change in changes {
      guard let script = scripts[change.id] else { continue }
      let present = try texts[script.path]?.after ?? script.text()
      guard let after = try script.text(following: change.after, in: present) else {
        throw Report(
          .script, "\(Self.displayed(script.path)) cannot be given other parents", hints: ["nothing was written"],
          ids: [change.id.rawValue])
      }
      texts[script.path] = (texts[script.path]?.before ?? present, after)
    }
    return texts.sorted { $0.key < $1.key }.map {
      FileReplacement.File(path: $0.key, before: $0.value.before, after: $0.value.after)
    }
  }

  /// Says what was moved, or why nothing was.
  private func tellOfRebase(_ changes: [Reparenting], orThat reason: String, isDryRun: Bool = false) throws {
    if global.json {
      return try terminal.writeJSON(changes.map { RebaseDocument($0, path: absolutePath($0.id)) })
    }
    if changes.isEmpty { return terminal.say("Nothing to do: \(reason)") }
    for change in changes {
      let before = change.before.isEmpty ? "nothing" : listed(change.before)
      try terminal.writeLine(
        "\(change.id) (\(scriptPath(change.id) ?? "")) \(isDryRun ? "would follow" : "follows") \(listed(change.after)), and not \(before)"
      )
    }
  }
}

/// A revision that was moved, as other programs read it.
private struct RebaseDocument: Encodable {
  let id: String
  let path: String
  let parentsBefore: [String]
  let parents: [String]

  enum CodingKeys: String, CodingKey {
    case id, path, parents
    case parentsBefore = "parents_before"
  }

  init(_ change: Reparenting, path: String) {
    id = change.id.rawValue
    self.path = path
    parentsBefore = change.before.map(\.rawValue)
    parents = change.after.map(\.rawValue)
  }
}

extension RebaseError: Reportable {
  var report: Report {
    switch self {
    case .severalHeads(let heads):
      Report(
        .multipleHeads, "there are \(heads.count) heads to follow: \(listed(heads))",
        hints: ["say which: --onto \(heads.first?.rawValue ?? "ID")"], ids: names(heads))
    case .targetMoves(let id):
      Report(.usage, "\(id) is one of the revisions that would move, or follows one", ids: [id.rawValue])
    case .noPlace(let ids):
      Report(
        .usage, "none of \(listed(ids)) follows a revision that stays where it is",
        hints: ["a base is given parents by hand, in its script"], ids: names(ids))
    case .followsAnother(let id, let target):
      Report(
        .usage, "\(id) follows what \(target) does not: it would lose that",
        hints: ["rev merge joins the heads; or name another one with --onto"], ids: names([id, target]))
    case .cycle(let ids):
      Report(.invalidGraph, "what stays depends on \(listed(ids)): it cannot move behind that", ids: names(ids))
    }
  }
}

extension FileReplacement.Failure: Reportable {
  var report: Report {
    switch self {
    case .changedMeanwhile(let path):
      Report(.file, "\(Session.displayed(path)) was changed meanwhile", hints: ["nothing was written; try again"])
    case .cannotWrite(let path, let errno):
      Report(
        .file, "cannot write \(Session.displayed(path)): \(String(cString: strerror(errno)))",
        hints: ["nothing was written"])
    }
  }
}
