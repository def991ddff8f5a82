import CLibPQ
import Revisions

/// Owns a result of libpq's.
final class StatementResult {
  let raw: OpaquePointer

  init(_ result: OpaquePointer) { raw = result }

  deinit { PQclear(raw) }

  var status: ExecStatusType { PQresultStatus(raw) }

  /// A field of an error; nil where the server did not send it.
  func field(_ field: ErrorField) -> String? { field.text(in: raw) }

  /// What libpq says where the error is its own.
  var clientMessage: String { PQresultErrorMessage(raw).map { String(cString: $0) } ?? "" }

  /// How many rows were changed: those of a SELECT only came back.
  var changedRows: Int {
    let command = PQcmdStatus(raw).map { String(cString: $0) } ?? ""
    guard !command.hasPrefix("SELECT"), !command.hasPrefix("FETCH"), !command.hasPrefix("MOVE") else { return 0 }
    return PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0
  }

  func rows() -> [SQLRow] {
    let width = PQnfields(raw)
    let columns = (0..<width).map { PQfname(raw, $0).map { String(cString: $0) } ?? "" }
    let types = (0..<width).map { PQftype(raw, $0) }
    return (0..<PQntuples(raw)).map { row in
      SQLRow(columns: columns, values: (0..<width).map { value(row, $0, type: types[Int($0)]) })
    }
  }

  private func value(_ row: Int32, _ column: Int32, type: Oid) -> SQLValue {
    guard PQgetisnull(raw, row, column) == 0, let start = PQgetvalue(raw, row, column) else { return .null }
    if type == TypeID.bytea { return blob(start) }
    let length = Int(PQgetlength(raw, row, column))
    let text = start.withMemoryRebound(to: UInt8.self, capacity: length) {
      String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
    switch type {
    case TypeID.bool: return .boolean(text == "t")
    case TypeID.int2, TypeID.int4, TypeID.int8, TypeID.oid: return Int64(text).map(SQLValue.integer) ?? .text(text)
    case TypeID.float4, TypeID.float8: return Double(text).map(SQLValue.double) ?? .text(text)
    // A numeric has more digits than a double, and everything else is text by nature.
    default: return .text(text)
    }
  }

  /// Bytes, in whichever of its two forms `bytea_output` has them come.
  private func blob(_ text: UnsafeMutablePointer<CChar>) -> SQLValue {
    text.withMemoryRebound(to: UInt8.self, capacity: 1) { text in
      var count = 0
      guard let bytes = PQunescapeBytea(text, &count) else { return .null }
      defer { PQfreemem(bytes) }
      return .blob(Array(UnsafeBufferPointer(start: bytes, count: count)))
    }
  }
}

/// The fields of errors and notices, by the protocol's letters.
enum ErrorField: Unicode.Scalar {
  case severity = "V"
  case code = "C"
  case message = "M"
  case detail = "D"
  case hint = "H"
  case position = "P"
  /// Where in the functions that the statement called the error stands.
  case context = "W"
  /// The function of the server's own source that raised the error.
  case sourceFunction = "R"

  /// What a result says; nil where it does not.
  func text(in result: OpaquePointer) -> String? {
    PQresultErrorField(result, Int32(rawValue.value)).map { String(cString: $0) }
  }
}
