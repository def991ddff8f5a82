import Revisions

/// verify email addresses
///
/// Three steps, so that it holds on a table that has rows: add the column, fill it, then refuse NULL.
struct VerifyEmailAddresses_8b7d51e6c2f0: Revision {
  static let id: RevisionID = "8b7d51e6c2f0"
  static let parents: [RevisionID] = ["4f1c2ab90d3e"]
  static let message = "verify email addresses"
  static let created = "2026-11-03T16:40:55Z"

  var upgrade: Operations {
    AddColumn("users", Column("email_verified", .boolean))
    SQL("UPDATE users SET email_verified = false WHERE email_verified IS NULL")
    AlterColumn("users", "email_verified", .notNull)
  }

  var downgrade: Operations {
    DropColumn("users", "email_verified")
  }
}
