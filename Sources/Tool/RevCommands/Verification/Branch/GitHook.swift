internal import ArgumentParser
internal import ScriptRepository

/// A hook of git's that runs `rev verify --against`.
///
/// What it does stands in a file of its own beside it, so that a hook that is there already can call that, and so that several
/// projects of one repository share it.
struct GitHook {
  /// When git runs it.
  enum Name: String, ExpressibleByArgument, CaseIterable {
    case prePush = "pre-push"
    case preCommit = "pre-commit"

    /// What git calls the step that the hook can keep from happening.
    fileprivate var step: String { self == .prePush ? "push" : "commit" }

    /// The file that the hook calls, beside it.
    var program: String { "rev-\(rawValue)" }

    /// The hook, where there is no other.
    var text: String {
      """
      #!/bin/sh
      \(GitHook.mark)
      exec "$(dirname "$0")/\(program)" "$@"

      """
    }

    /// What to put at the beginning of a hook that is there already. What git says on standard input is passed on.
    var line: String {
      let call = "\"$(dirname \"$0\")/\(program)\" \"$@\""
      switch self {
      case .prePush:
        return
          #"refs=$(mktemp); cat >"$refs"; \#(call) <"$refs" || { rm "$refs"; exit 1; }; exec <"$refs"; rm "$refs""#
      case .preCommit: return "\(call) || exit 1"
      }
    }
  }

  let name: Name
  /// The configuration, from the top of the work tree, or an absolute path.
  let configuration: String
  /// The configuration's section, where one is named.
  let section: String?
  /// The program to run, while it is there; nil for a hook that others get with the repository, which is the `PATH`'s.
  let executable: String?

  /// The line by which a file is known as one that this made.
  static let mark = "# Made by rev init --git-hooks."

  /// The project's line.
  private var check: String {
    "check \(ShellWord.quoted(configuration))" + (section.map { " \(ShellWord.quoted($0))" } ?? "")
  }

  /// What the hook calls, with the projects that it checks already.
  ///
  /// - Parameter former: The file as it stands; nil where there is none.
  func program(keeping former: String?) -> String {
    var checks = (former ?? "").split(separator: "\n").map(String.init).filter { $0.hasPrefix("check ") }
    if !checks.contains(check) { checks.append(check) }
    return text + checks.map { $0 + "\n" }.joined()
  }

  private var text: String {
    var text = """
      #!/bin/sh
      \(Self.mark) Keeps a branch from changing revisions that others already have: it compares what is
      # about to be \(name == .prePush ? "pushed" : "committed") with the remote's main branch, or with what this names: git config rev.against origin/develop
      # It is written anew when a project is added; the last lines name them.


      """
    switch name {
    case .prePush:
      text += """
        # Git says on standard input which commits go to which branches.
        remote=$1
        commits=
        while read -r ref commit branch rest; do
          case "$branch $commit" in
            refs/heads/*\\ *[!0]*) commits="$commits $commit" ;;
          esac
        done
        [ -n "$commits" ] || exit 0

        """
    case .preCommit:
      text += """
        # What is staged becomes a commit that nothing refers to.
        remote=origin
        git rev-parse --verify --quiet HEAD >/dev/null || exit 0
        tree=$(git write-tree) || exit 1
        merged=$(git rev-parse --verify --quiet MERGE_HEAD)
        commits=$(git commit-tree "$tree" -p HEAD ${merged:+-p "$merged"} -m "what is staged") || exit 1

        """
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

      refuse() {
        printf '%s\\n' "$1" "\(name.rawValue): git \(name.step) --no-verify goes around this check" >&2
        exit 1
      }

      # check CONFIGURATION [SECTION]
      check() {
        [ -f "$1" ] || return 0
        if [ -z "$rev" ] || "$rev" --version 2>&1 | grep -q util-linux; then
          refuse "\(name.rawValue): the PATH has no rev that checks revisions"
        fi
        for commit in $commits; do
          said=$("$rev" -c "$1" ${2:+-n "$2"} verify --against "$against" --at "$commit" 2>&1) || refuse "$said"
        done
      }


      """
  }
}
