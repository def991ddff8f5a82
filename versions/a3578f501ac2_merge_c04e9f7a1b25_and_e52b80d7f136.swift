import Revisions

/// merge c04e9f7a1b25 and e52b80d7f136
struct MergeC04e9f7a1b25AndE52b80d7f136_a3578f501ac2: Revision {
  static let id: RevisionID = "a3578f501ac2"
  static let parents: [RevisionID] = ["c04e9f7a1b25", "e52b80d7f136"]
  static let message = "merge c04e9f7a1b25 and e52b80d7f136"

  var upgrade: Operations {
  }

  var downgrade: Operations {
  }
}
