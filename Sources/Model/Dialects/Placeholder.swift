enum Placeholder_Dialects {}
