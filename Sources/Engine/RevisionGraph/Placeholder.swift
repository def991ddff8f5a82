enum Placeholder_RevisionGraph {}
