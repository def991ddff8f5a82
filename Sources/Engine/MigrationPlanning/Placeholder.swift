enum Placeholder_MigrationPlanning {}
