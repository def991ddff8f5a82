internal import ArgumentParser
internal import ScriptRepository

/// A hook of git's that runs `rev verify --against`.
struct GitHook {
  /// When git runs it.
  enum Name: String, ExpressibleByArgument, CaseIterable {
    case prePush = "pre-push"
    case preCommit = "pre-commit"

    /// What git calls the step that the hook can keep from happening.
    fileprivate var step: String { self == .prePush ? "push" : "commit" }
  }

  let name: Name
  /// The configuration, from the top of the work tree, or an absolute path.
  let configuration: String
  /// The configuration's section, where one is named.
  let section: String?
  /// The program to run, while it is there; nil for a hook that others get with the repository, which is the `PATH`'s.
  let executable: String?

  /// The words of the check, as they go into a script.
  private func check(_ reference: String) -> String {
    let section = section.map { " -n \(ShellWord.quoted($0))" } ?? ""
    return "-c \(ShellWord.quoted(configuration))\(section) -q verify --against \(reference)"
  }

  /// What to put into a hook that is there already.
  var line: String { "rev \(check("origin/HEAD")) || exit 1" }

  /// The script.
  var text: String {
    var text = """
      #!/bin/sh
      # Made by rev init --git-hooks. Keeps a branch from changing revisions that others already have: it compares the work
      # tree with the remote's main branch, or with what this names: git config rev.against origin/develop

      [ -f \(ShellWord.quoted(configuration)) ] || exit 0
      head=$(git rev-parse --verify --quiet HEAD) || exit 0


      """
    switch name {
    case .prePush:
      text += """
        # Only what is checked out can be looked at: git says on standard input which commits are pushed.
        remote=$1
        pushed=
        while read -r ref commit rest; do
          if [ "$commit" = "$head" ]; then pushed=$ref; fi
        done
        [ -n "$pushed" ] || exit 0

        """
    case .preCommit: text += "remote=origin\n"
    }
    text += """

      against=$(git config --get rev.against)
      if [ -z "$against" ]; then
        for name in "$remote/HEAD" origin/HEAD "$remote/main" origin/main "$remote/master" origin/master; do
          if git rev-parse --verify --quiet "refs/remotes/$name^{commit}" >/dev/null; then
            against=$(git rev-parse --abbrev-ref "refs/remotes/$name")
            break
          fi
        done
      fi
      git rev-parse --verify --quiet "$against^{commit}" >/dev/null || exit 0


      """
    // util-linux has another program of this name.
    if let executable {
      text += "rev=\(ShellWord.quoted(executable))\n[ -x \"$rev\" ] || rev=$(command -v rev)\n"
    } else {
      text += "rev=$(command -v rev)\n"
    }
    return text + """
      if [ -z "$rev" ] || "$rev" --version 2>&1 | grep -q util-linux; then
        echo "\(name.rawValue): the PATH has no rev that checks revisions" >&2
      elif "$rev" \(check("\"$against\"")) >&2; then
        exit 0
      fi
      echo "\(name.rawValue): git \(name.step) --no-verify goes around this check" >&2
      exit 1

      """
  }
}
