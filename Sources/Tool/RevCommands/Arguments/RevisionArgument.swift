internal import ArgumentParser

/// A revision as it is addressed on the command line; see the README for the forms.
struct RevisionArgument: ExpressibleByArgument, Equatable {
  /// The address as it was typed.
  let text: String

  /// Makes an argument of text that holds no marks.
  init(_ text: String) { self.text = text }

  init?(argument: String) { text = ArgumentPreparation.unmarked(argument) }

  var defaultValueDescription: String { text }
}
