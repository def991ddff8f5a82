enum Placeholder_ScriptRepository {}
