internal import ArgumentParser

/// What commands take that move a database.
struct EditedOptions: ParsableArguments {
  @Flag(help: "Go on, this once, although scripts that were applied are edited or gone.")
  var allowEdited = false
}
