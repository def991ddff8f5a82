import Revisions

/// summarise evaluations
struct SummariseEvaluations_7d10f4b93ce8: Revision {
  static let id: RevisionID = "7d10f4b93ce8"
  static let parents: [RevisionID] = ["a3578f501ac2"]
  static let message = "summarise evaluations"
  static let created = "2026-11-16T14:27:03Z"

  var upgrade: Operations {
    AddColumn("jobs", Column("status", .string(50)).notNull().default("pending"))
    AddConstraint(Check("status IN ('pending', 'running', 'completed')", name: "ck_jobs_status"), to: "jobs")
    CreateView(
      "job_scores",
      as: """
        SELECT jobs.job_id, jobs.status, count(evaluations.id) AS evaluations, avg(evaluations.metric_value) AS mean
        FROM jobs LEFT JOIN evaluations ON evaluations.job_id = jobs.job_id
        GROUP BY jobs.job_id, jobs.status
        """)
  }

  var downgrade: Operations { .reversed }
}
