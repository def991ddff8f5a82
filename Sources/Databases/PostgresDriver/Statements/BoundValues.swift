import CLibPQ
import Dialects
import PostgresDialect
import Revisions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A statement's text with `$1`, `$2`… in the place of its values, and the values as text.
struct BoundStatement {
  private(set) var text = ""
  private(set) var types: [Oid] = []
  private(set) var values: [String?] = []

  init(_ text: String) { self.text = text }

  init(_ fragment: SQLFragment) throws {
    let dialect = PostgresDialect()
    for segment in fragment.segments {
      switch segment {
      case .raw(let sql): text += sql
      case .identifier(let parts): text += try parts.map(dialect.quoted).joined(separator: ".")
      case .value(let value):
        bind(value)
        text += "$\(values.count)"
      }
    }
  }

  /// Numbers have the types that they would have as literals. Text has none: the server takes it for what is wanted in its
  /// place, a date or an enum's value say.
  private mutating func bind(_ value: SQLValue) {
    switch value {
    case .null: add(nil, 0)
    case .boolean(let flag): add(flag ? "t" : "f", TypeID.bool)
    case .integer(let number): add("\(number)", Int32(exactly: number) == nil ? TypeID.int8 : TypeID.int4)
    case .double(let number): add("\(number)", TypeID.float8)
    case .text(let text): add(text, 0)
    case .blob(let bytes): add("\\x" + Self.hexadecimal(bytes), TypeID.bytea)
    }
  }

  private mutating func add(_ value: String?, _ type: Oid) {
    values.append(value)
    types.append(type)
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (position, byte) in bytes.enumerated() {
        buffer[position * 2] = digits[Int(byte >> 4)]
        buffer[position * 2 + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }

  /// Hands the statement to libpq, and returns whether it took it. It goes out when the connection is flushed.
  func send(on connection: OpaquePointer) -> Bool {
    let copies = values.map { $0.map { strdup($0) } ?? nil }
    defer { for copy in copies { free(copy) } }
    return PQsendQueryParams(
      connection, text, Int32(values.count), types, copies.map { UnsafePointer($0) }, nil, nil, 0) == 1
  }

  /// Whether a NUL stands in it, at which the protocol would cut it short.
  var hasNUL: Bool { text.utf8.contains(0) || values.contains { $0?.utf8.contains(0) ?? false } }
}

/// The ids of the types that a driver has to know: they are the same in every server.
enum TypeID {
  static let bool: Oid = 16
  static let bytea: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let oid: Oid = 26
  static let float4: Oid = 700
  static let float8: Oid = 701
}
