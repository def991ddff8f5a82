enum Placeholder_SQLiteDialect {}
