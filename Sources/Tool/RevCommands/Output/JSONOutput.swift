internal import FoundationEssentials

extension Terminal {
  /// Writes a value as one line of JSON, its keys sorted so that the same result is the same text.
  func writeJSON(_ value: some Encodable) throws { try write(json(value)) }

  /// A value as such a line.
  func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try String(decoding: encoder.encode(value), as: UTF8.self) + "\n"
  }
}

/// An error as other programs read it.
struct ErrorDocument: Encodable {
  let error: Body

  struct Body: Encodable {
    let code: String
    let message: String
    let hints: [String]
    let ids: [String]
  }

  init(_ report: Report) {
    error = Body(code: report.code, message: report.message, hints: report.hints, ids: report.ids)
  }
}
