import Revisions

/// create jobs
struct CreateJobs_19ad3c68e7f4: Revision {
  static let id: RevisionID = "19ad3c68e7f4"
  static let parents: [RevisionID] = ["4f1c2ab90d3e"]
  static let branchLabels = ["jobs"]
  static let message = "create jobs"
  static let created = "2026-11-05T11:02:44Z"

  var upgrade: Operations {
    CreateTable("jobs") {
      Column("id", .bigInteger).primaryKey().identity()
      Column("job_id", .string(255)).notNull().unique(name: "uq_jobs_job_id")
      Column("score", .double).notNull()
      Column("created_at", .timestamp).default(.currentTimestamp)
    }
    CreateIndex("ix_jobs_created_at", on: "jobs", .descending("created_at"))
  }

  var downgrade: Operations { .reversed }
}
