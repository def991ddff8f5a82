enum Placeholder_RevCommands {}
