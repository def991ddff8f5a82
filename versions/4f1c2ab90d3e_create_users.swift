import Revisions

/// create users
struct CreateUsers_4f1c2ab90d3e: Revision {
  static let id: RevisionID = "4f1c2ab90d3e"
  static let parents: [RevisionID] = []
  static let message = "create users"
  static let created = "2026-11-02T09:14:07Z"

  var upgrade: Operations {
    CreateTable("users") {
      Column("id", .bigInteger).primaryKey().identity()
      Column("email", .string(255)).notNull().unique(name: "uq_users_email")
      Column("name", .string(100)).notNull()
      Column("created_at", .timestamp).notNull().default(.currentTimestamp)
    }
  }

  var downgrade: Operations { .reversed }
}
