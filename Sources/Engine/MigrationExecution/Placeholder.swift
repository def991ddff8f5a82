enum Placeholder_MigrationExecution {}
