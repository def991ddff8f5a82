/// What `-x KEY=VALUE` said on the command line: read by `%(x:KEY)s` in `migrate.ini` and by `Live` operations.
package struct ExtraArguments: Hashable, Sendable {
  /// The values by key. Of a key given twice, the last counts.
  package let values: [String: String]

  /// Takes values that were read already.
  package init(_ values: [String: String] = [:]) { self.values = values }

  /// Reads `KEY=VALUE` pairs. The value may be empty and may contain `=`; the key may not.
  package init(parsing arguments: [String]) throws(ConfigurationError) {
    var values: [String: String] = [:]
    for argument in arguments {
      guard let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")), equals > argument.startIndex else {
        // Without the text behind an `=`, which may be a secret.
        throw .malformedArgument(String(decoding: argument.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self))
      }
      let value = String(argument[argument.utf8.index(after: equals)...])
      let key = String(argument[..<equals])
      guard !value.utf8.contains(0) else { throw .malformedArgument(key) }
      values[key] = value
    }
    self.values = values
  }

  /// The value of a key; keys tell upper and lower case apart.
  package subscript(key: String) -> String? { values[key] }

  /// The keys, sorted.
  package var keys: [String] { values.keys.sorted() }
}
