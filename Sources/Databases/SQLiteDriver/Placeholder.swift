enum Placeholder_SQLiteDriver {}
