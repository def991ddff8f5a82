/// Plain data, as JSON has it.
package enum ModelData: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case text(String)
  case list([ModelData])
  case object([String: ModelData])

  /// The data of a value. Throws what the value's own encoding throws.
  package init(_ value: some Encodable) throws {
    let node = ModelNode()
    try value.encode(to: ModelEncoder(node: node))
    self = node.data
  }

  /// The value that this is the data of. Throws `DecodingError` where it is none of that type.
  package func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try Value(from: ModelDecoder(data: self))
  }
}

extension ModelData: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .integer(number)
    } else if let number = try? container.decode(Double.self) {
      self = .double(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([ModelData].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: ModelData].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let flag): try container.encode(flag)
    case .integer(let number): try container.encode(number)
    case .double(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }
}

/// A key by its name.
struct ModelKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }

  /// The key that stands for the only value of an enumeration's case, where it has no label.
  static let only = "_0"
}
