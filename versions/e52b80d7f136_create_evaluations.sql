-- revision: e52b80d7f136
-- parents: 19ad3c68e7f4
-- depends_on: 8b7d51e6c2f0
-- message: create evaluations
-- created: 2026-11-10T08:55:12Z

-- upgrade
CREATE TABLE evaluations (
  id INTEGER PRIMARY KEY,
  job_id VARCHAR(255) NOT NULL REFERENCES jobs (job_id),
  reviewer_id BIGINT REFERENCES users (id),
  metric_name VARCHAR(100) NOT NULL,
  metric_value DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_evaluations_job_id ON evaluations (job_id);

-- Only people with a verified address may review.
CREATE VIEW reviewers AS
  SELECT id, name FROM users WHERE email_verified;

-- downgrade
DROP VIEW reviewers;
DROP TABLE evaluations;
