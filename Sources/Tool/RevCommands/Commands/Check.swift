internal import ArgumentParser
internal import Autogenerate

struct Check: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Says whether the database has all that is declared.",
    discussion: "Ends with 1, and says what is left to do, where it has not.")

  @OptionGroup var comparing: ComparingOptions
  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let comparison = try await session.compare(.database(url: nil), .declared, comparing, asking: false)
    if global.json {
      try session.terminal.writeJSON(DifferenceDocument(comparison))
    } else {
      try session.show(comparison)
    }
    if comparison.isUpToDate {
      session.terminal.say("Nothing to do: \(comparison.former.title) has all that \(comparison.wanted.title) declares")
      return
    }
    let count = comparison.upgrade.operations.count + comparison.upgrade.inexpressible.count
    // What is different is said: where it cannot be known what leads on, as nobody may look there, that is left out.
    let way =
      comparison.upgrade.operations.isEmpty
      ? "no operation makes up for it, but a revision written by hand may" : try? await session.wayToDeclared()
    session.terminal.say(plural(count, "difference") + (way.map { ": \($0)" } ?? ""))
    throw ExitCode.failure
  }
}
