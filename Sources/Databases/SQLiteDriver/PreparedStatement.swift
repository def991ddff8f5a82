import CSQLite
import Revisions

/// A compiled statement, finalized when it is let go of.
final class PreparedStatement {
  let handle: OpaquePointer
  /// The names of the columns, read once a run: SQLite compiles the statement again after a change of the schema.
  private var columns: [String]?

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  /// The first parameter as it stands in the text; nil where there is none.
  var firstParameter: String? {
    let count = Int32(clamping: parameterCount)
    // Of ?5 alone there are five, and those before it have no name.
    for place in 1..<(count + 1) {
      if let name = sqlite3_bind_parameter_name(handle, place) { return String(cString: name) }
    }
    return count > 0 ? "?" : nil
  }

  /// Binds values to the parameters in their order; the result code is that of the first refusal.
  func bind(_ values: [SQLValue]) -> Int32 {
    for (position, value) in values.enumerated() {
      let code = bind(value, to: Int32(position + 1))
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  private func bind(_ value: SQLValue, to parameter: Int32) -> Int32 {
    // SQLite copies what it is given: a Swift string's bytes are only lent for the call.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return sqlite3_bind_null(handle, parameter)
    case .boolean(let flag): return sqlite3_bind_int64(handle, parameter, flag ? 1 : 0)
    case .integer(let number): return sqlite3_bind_int64(handle, parameter, number)
    case .double(let number): return sqlite3_bind_double(handle, parameter, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, parameter, "", 0, copied) }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          sqlite3_bind_text64(handle, parameter, $0, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let blob):
      guard !blob.isEmpty else { return sqlite3_bind_zeroblob(handle, parameter, 0) }
      return blob.withUnsafeBytes {
        sqlite3_bind_blob64(handle, parameter, $0.baseAddress, UInt64($0.count), copied)
      }
    }
  }

  func step() -> Int32 { sqlite3_step(handle) }

  /// Makes the statement ready for another run and forgets its values.
  func reset() {
    columns = nil
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// The row that the last step yielded.
  func row() -> SQLRow {
    let positions = 0..<sqlite3_column_count(handle)
    let names = columns ?? positions.map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" }
    columns = names
    return SQLRow(columns: names, values: positions.map(value(at:)))
  }

  private func value(at position: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, position) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, position))
    case SQLITE_FLOAT: return .double(sqlite3_column_double(handle, position))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle, position)
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, position)))
      return .text(String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle, position)
      let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, position)))
      return .blob(Array(bytes))
    default: return .null
    }
  }
}
