extension GitRepository {
  /// The folder in which git looks for hooks, which need not be there: what `core.hooksPath` names, else the one that all
  /// worktrees share.
  package func hooksFolder() throws(GitError) -> String {
    guard let named = try setting("core.hooksPath"), !named.isEmpty else { return "\(commonFolder)/hooks" }
    if named.hasPrefix("/") { return named }
    if named == "~" || named.hasPrefix("~/"), let home = environment["HOME"] { return home + named.dropFirst() }
    // Hooks are run at the top of the work tree, and that is where git goes on from.
    return "\(workTree ?? gitFolder)/\(named)"
  }
}
