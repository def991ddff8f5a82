internal import ArgumentParser
internal import Glibc
internal import Revisions

struct Edit: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Opens a revision's script in an editor.",
    discussion: "The editor is $VISUAL, else $EDITOR.")

  @Argument(help: ArgumentHelp("The revision; current is where the database is.", valueName: "revision"))
  var revision: RevisionArgument

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let ids = try await session.resolve([revision])
    if ids.isEmpty { throw Report(.unknownRevision, "'\(revision.text)' stands for base, which has no script") }
    guard let editor = ["VISUAL", "EDITOR"].lazy.compactMap({ session.environment[$0] }).first(where: { !$0.isEmpty })
    else {
      throw Report(
        .configuration, "no editor is set",
        hints: ["export EDITOR=vi", "the script is \(session.absolutePath(ids[0]))"])
    }
    // An editor's setting may hold options, as in EDITOR="code --wait", and is the user's own shell text. It takes this
    // process's place, so that the terminal is all its own.
    let words = ["sh", "-c", "exec \(editor) \"$@\"", "rev"] + ids.map(session.absolutePath)
    let pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    // The threads that tasks run on block signals, and the editor would inherit that: Ctrl-C, a window's new size.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    execv("/bin/sh", pointers)
    throw Report(.file, "the editor cannot be started: \(String(cString: strerror(errno)))")
  }
}
