package import Dialects
package import Revisions

/// An operation that does not fit the schema that those before it led to.
package struct ReplayError: Error, Hashable, Sendable {
  /// What is the matter.
  package enum Problem: Error, Hashable, Sendable {
    /// What the operation is about is not there.
    case missing(DatabaseObject)
    /// A value of an enumeration, or an attribute of a composite type, is not there.
    case missingPart(String, of: QualifiedName)
    /// What the operation makes is there already.
    case alreadyThere(DatabaseObject)
    /// A value of an enumeration, or an attribute of a composite type, is there already.
    case partAlreadyThere(String, of: QualifiedName)
    /// Objects of that kind cannot be changed in this way.
    case impossible(DatabaseObject)
    /// The side of a `When` that counts has no way back.
    case irreversible(String)
    /// The database could not keep it.
    case refused(DialectError)
  }

  package var problem: Problem
  /// The operation's name: `AddColumn`.
  package var operation: String
  package var location: SourceLocation
}

/// An operation of which nobody can say what it does to a schema without running it.
package struct UnfollowedOperation: Hashable, Sendable {
  /// What it is.
  package enum What: Hashable, Sendable {
    /// SQL that is more than rows: the statement.
    case sql(String)
    /// Swift, by its label.
    case live(String)
    /// What is dropped together with an object, without being named.
    case cascade(DatabaseObject)
    /// A change to an object that is known by its SQL alone.
    case object(DatabaseObject)
  }

  package var what: What
  package var location: SourceLocation
}
