internal import RevisionGraph
internal import Revisions

extension SelectorSyntaxError: Reportable {
  var report: Report {
    switch self {
    case .empty:
      return Report(.usage, "a revision is named by an id, the beginning of one, a label, head, heads or base")
    case .missingName(let text, let offset):
      return Report(.usage, "'\(text)' lacks a name at character \(offset + 1)", hints: [Self.forms])
    case .unexpected(let scalar, let text, let offset):
      return Report(
        .usage, "'\(text)' does not name a revision: '\(scalar)' cannot stand at character \(offset + 1)",
        hints: [Self.forms, "an id that contains such a character is written in quotes: '\"\(text)\"'"])
    case .unterminatedQuote(let text, let offset):
      return Report(.usage, "the quote at character \(offset + 1) of \(text) does not end")
    case .invalidOffset(let text, let offset):
      return Report(
        .usage, "'\(text)' lacks a whole number at character \(offset + 1)", hints: ["for example head-1, or +2"])
    case .unexpectedRange(let text):
      return Report(
        .usage, "'\(text)' is a range, and one revision is meant here",
        hints: ["ranges are for history -r and for upgrade and downgrade with --sql"])
    case .notARange(let text):
      return Report(.usage, "'\(text)' is no range", hints: ["a range is START:END, and either may be left out"])
    }
  }

  private static let forms =
    "the forms are ID, PREFIX, LABEL, head, heads, base, current, each with +N or -N, and BRANCH@ before it"
}

extension SelectorError: Reportable {
  var report: Report {
    switch self {
    case .unknownRevision(let name, _, let nearest, let isShort):
      let word = name.lowercased()
      var hints = didYouMean(["head", "heads", "base", "current"].contains(word) ? [word] : nearest)
      if isShort { hints.append("the first four characters of an id are mostly enough to name it") }
      hints.append("rev history lists the revisions that there are")
      return Report(
        .unknownRevision, "no revision or label is called '\(name)', and no id begins with it", hints: hints)
    case .unknownBranch(let name, let selector, let nearest):
      return Report(
        .unknownRevision, "there is no branch '\(name)', which '\(selector)' names",
        hints: didYouMean(nearest) + ["a branch is named by a label or by any of its revisions"])
    case .ambiguousPrefix(let prefix, _, let candidates, let count, _):
      return Report(
        .ambiguousRevision,
        "'\(prefix)' begins \(count) ids: \(listed(candidates))\(count > candidates.count ? ", …" : "")",
        hints: ["write more of the id"], ids: names(candidates))
    case .notInBranch(let id, let branch, let selector):
      return Report(
        .unknownRevision, "revision \(id) is not in branch '\(branch)', as '\(selector)' has it", ids: [id.rawValue])
    case .multipleHeads(let heads, let effective, let selector):
      var hints = [
        "rev merge joins them, rev rebase puts one behind the other; BRANCH@head or an id names one of them; heads stands for all of them"
      ]
      if let effective {
        hints.append("\(effective) depends on the others, so that applying it applies them all: heads stands for it")
      }
      return Report(
        .multipleHeads, "'\(selector)' is ambiguous: there are \(heads.count) heads, \(listed(heads))", hints: hints,
        ids: names(heads))
    case .multipleCurrentHeads(let heads, let selector):
      return Report(
        .multipleHeads,
        "'\(selector)' is ambiguous: the database stands at \(heads.count) revisions, \(listed(heads))",
        hints: ["say which is meant, as in BRANCH@-1 or \(heads.first?.rawValue ?? "ID")@-1"], ids: names(heads))
    case .branchNotApplied(let branch, let selector):
      return Report(
        .notReachable, "'\(selector)' counts from where the database is in branch '\(branch)', and it has nothing of it"
      )
    case .ambiguousStep(let from, let candidates, let selector):
      return Report(
        .ambiguousRevision,
        "'\(selector)' is ambiguous: from \(from?.rawValue ?? "base") the next step is any of \(listed(candidates))",
        hints: ["name the branch, as in BRANCH@\(selector.last { "+-".contains($0) } ?? "+")1, or the revision itself"],
        ids: names(candidates))
    case .tooFewSteps(let selector, _, 0) where selector.hasPrefix("+"):
      return Report(.notReachable, "there is no '\(selector)': the database is at head already, and nothing follows it")
    case .tooFewSteps(let selector, _, 0) where selector.hasPrefix("-"):
      return Report(
        .notReachable, "there is no '\(selector)': the database is at base already, and nothing comes before it")
    case .tooFewSteps(let selector, let wanted, let available):
      return Report(
        .notReachable,
        "'\(selector)' asks for \(plural(wanted, "step")), and there \(available == 1 ? "is" : "are") \(available)"
      )
    case .needsDatabase(let selector):
      return Report(
        .usage, "'\(selector)' counts from where the database is, and no database is looked at here",
        hints: ["say where to start: --from ID"])
    case .notAncestor(let id, let of, let selector):
      return Report(
        .notReachable, "'\(selector)' is no range: \(id) is not an ancestor of \(listed(of))",
        hints: of.count == 1 ? ["the older end comes first: is \(of[0]):\(id) meant?"] : [], ids: names([id] + of))
    }
  }
}

extension PlacementError: Reportable {
  var report: Report {
    switch self {
    case .selector(let error):
      var report = error.report
      if case .multipleHeads = error {
        report.hints = [
          "say which one the new revision follows, as in --head ID or --head BRANCH@head, or join them with rev merge"
        ]
      }
      return report
    case .notHeads(let ids):
      return Report(
        .usage, "\(listed(ids)) \(ids.count == 1 ? "is not a head" : "are not heads"): a revision there makes a branch",
        hints: ["--splice allows that"], ids: names(ids))
    case .alreadyMerged(let id, let into):
      return Report(
        .usage, "there is nothing to merge: \(into) already follows \(id)", ids: names([id, into]))
    }
  }
}
