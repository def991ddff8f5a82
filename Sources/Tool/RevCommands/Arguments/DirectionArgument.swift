public import ArgumentParser
public import Revisions

/// `upgrade` or `downgrade`, as a word of the command line.
extension Direction: ExpressibleByArgument {}
