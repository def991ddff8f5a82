enum Placeholder_ProjectConfiguration {}
