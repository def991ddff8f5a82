import MigrationPlanning
import RevisionGraph
import Revisions

/// A revision in a line: `"c: a b | x | label"` is c with parents a and b, a dependency on x and a label.
func revision(_ line: String) -> RevisionMetadata {
  let (head, rest) = split(line, at: ":")
  let parts = rest.split(separator: "|", omittingEmptySubsequences: false).map { words(String($0)) }
  return RevisionMetadata(
    id: RevisionID(head.filter { $0 != " " }), parents: (parts.first ?? []).map { RevisionID($0) },
    dependsOn: parts.count > 1 ? parts[1].map { RevisionID($0) } : [], branchLabels: parts.count > 2 ? parts[2] : [])
}

/// A graph of such lines.
func graph(_ lines: [String]) throws -> RevisionGraph { try RevisionGraph(lines.map(revision)) }

/// Ids in a line.
func ids(_ line: String) -> [RevisionID] { words(line).map { RevisionID($0) } }

func selectors(_ line: String) throws -> [SelectorExpression] { try words(line).map { try .init(parsing: $0) } }

private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

private func split(_ line: String, at separator: Character) -> (String, String) {
  let parts = line.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
  return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
}
