/// What a statement leaves behind in its session.
enum SessionEffects {
  /// Whether a statement may change settings, for the session or for the rest of its transaction, so that they have to
  /// be set back before a revision's own end and before the next one.
  ///
  /// True for `SET`, `SET LOCAL`, `RESET`, `DISCARD`, a call of `set_config`, an update of `pg_settings`, and for a `DO`
  /// whose text has such a word in it. What a function does that is merely called cannot be told. `SET CONSTRAINTS`
  /// changes no setting; temporary tables, prepared statements and `LISTEN` are no settings either.
  static func changesSettings(_ statement: String) -> Bool {
    var reader = StatementReader(statement)
    if reader.accept("RESET") || reader.accept("DISCARD") { return true }
    if reader.accept("SET") { return !reader.isAt("CONSTRAINTS") }
    if reader.isAt("DO") { return mentionsSetting(in: reader.bytes) }
    return callsForSetting(&reader)
  }

  private static func callsForSetting(_ reader: inout StatementReader) -> Bool {
    let mayUpdate = reader.isAt("UPDATE") || reader.isAt("WITH")
    while let token = reader.token {
      // Both names are longer than most.
      guard token.kind == .word || token.kind == .quotedName, token.range.count >= "set_config".utf8.count else {
        reader.advance()
        continue
      }
      let name = reader.name()
      if name == "set_config" || (mayUpdate && name == "pg_settings") { return true }
    }
    return false
  }

  /// Whether a word of a text, in a string or not, is one of those that change settings.
  private static func mentionsSetting(in bytes: [UInt8]) -> Bool {
    let isWordPart = { (byte: UInt8) in
      byte >= 0x80 || byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
    }
    let words: Set<String> = ["set", "reset", "discard", "set_config", "pg_settings"]
    return bytes.split { !isWordPart($0) }.contains { word in
      word.count <= 11 && words.contains(IdentifierText.folded(word))
    }
  }
}
