/// What a statement leaves behind in its session.
enum SessionEffects {
  static func changesSettings(_ statement: String) -> Bool { false }
}
