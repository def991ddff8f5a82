internal import Revisions

/// A hint that names what was probably meant.
func didYouMean(_ names: [String]) -> [String] {
  guard let first = names.first else { return [] }
  let rest = names.dropFirst().prefix(2).map { ", or '\($0)'" }.joined()
  return ["did you mean '\(first)'\(rest)?"]
}

/// Ids in words.
func listed(_ ids: [RevisionID]) -> String { ids.map(\.rawValue).joined(separator: ", ") }

/// Ids for an error's list.
func names(_ ids: [RevisionID]) -> [String] { Set(ids.map(\.rawValue)).sorted() }

/// A number with its noun.
func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
