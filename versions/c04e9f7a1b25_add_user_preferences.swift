import Revisions

/// add user preferences
struct AddUserPreferences_c04e9f7a1b25: Revision {
  static let id: RevisionID = "c04e9f7a1b25"
  static let parents: [RevisionID] = ["8b7d51e6c2f0"]
  static let branchLabels = ["accounts"]
  static let message = "add user preferences"
  static let created = "2026-11-09T10:21:30Z"

  var upgrade: Operations {
    CreateTable("user_preferences") {
      Column("id", .bigInteger).primaryKey().identity()
      Column("user_id", .bigInteger).notNull().references("users", "id", onDelete: .cascade)
      Column("settings", .json).notNull().default("{}")
    }
    CreateIndex("ix_user_preferences_user_id", on: "user_preferences", "user_id", unique: true)
  }

  var downgrade: Operations {
    DropTable("user_preferences")
  }
}
