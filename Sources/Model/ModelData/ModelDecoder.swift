/// Reads a value from data.
struct ModelDecoder: Decoder {
  /// The data; nil where it was left out as neutral.
  let data: ModelData?
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    switch data {
    case .object(let object): return KeyedDecodingContainer(KeyedModelDecoder(object: object, codingPath: codingPath))
    case nil: return KeyedDecodingContainer(KeyedModelDecoder(object: [:], codingPath: codingPath))
    // A case that carries nothing.
    case .text(let name):
      return KeyedDecodingContainer(KeyedModelDecoder(object: [name: .object([:])], codingPath: codingPath))
    default: throw mismatch(type, "an object")
    }
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch data {
    case .list(let list): return ListModelDecoder(list: list, codingPath: codingPath)
    case nil: return ListModelDecoder(list: [], codingPath: codingPath)
    default: throw mismatch([ModelData].self, "a list")
    }
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleModelDecoder(decoder: self) }

  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    DecodingError.typeMismatch(
      type, DecodingError.Context(codingPath: codingPath, debugDescription: "this is not \(expected)"))
  }
}

private struct KeyedModelDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: [String: ModelData]
  var codingPath: [any CodingKey]
  /// The data itself, where it is what a case carries.
  var payload: ModelData?

  var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { self[key] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { self[key] == .null }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: ModelDecoder(data: self[key], codingPath: codingPath + [key]))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    let payload = self[key]
    var fields: [String: ModelData] = [:]
    if case .object(let object) = payload { fields = object }
    return KeyedDecodingContainer(
      KeyedModelDecoder<Nested>(object: fields, codingPath: codingPath + [key], payload: payload))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try ModelDecoder(data: self[key], codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { ModelDecoder(data: .object(object), codingPath: codingPath) }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    ModelDecoder(data: self[key], codingPath: codingPath + [key])
  }

  private subscript(_ key: Key) -> ModelData? {
    object[key.stringValue] ?? (key.stringValue == ModelKey.only ? payload : nil)
  }
}

private struct ListModelDecoder: UnkeyedDecodingContainer {
  let list: [ModelData]
  var codingPath: [any CodingKey]
  var currentIndex = 0

  init(list: [ModelData], codingPath: [any CodingKey]) {
    self.list = list
    self.codingPath = codingPath
  }

  var count: Int? { list.count }
  var isAtEnd: Bool { currentIndex >= list.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, list[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: next()) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

  mutating func superDecoder() throws -> any Decoder { try next() }

  private mutating func next() throws -> ModelDecoder {
    let path = codingPath + [ModelKey(intValue: currentIndex)]
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        ModelData.self, DecodingError.Context(codingPath: path, debugDescription: "the list ends here"))
    }
    defer { currentIndex += 1 }
    return ModelDecoder(data: list[currentIndex], codingPath: path)
  }
}

private struct SingleModelDecoder: SingleValueDecodingContainer {
  let decoder: ModelDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.data == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch decoder.data {
    case .boolean(let flag): flag
    case nil: false
    default: throw decoder.mismatch(type, "true or false")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .text(let text) = decoder.data else { throw decoder.mismatch(type, "a text") }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch decoder.data {
    case .double(let number): number
    case .integer(let number): Double(number)
    default: throw decoder.mismatch(type, "a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: decoder) }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard case .integer(let wide) = decoder.data, let number = Number(exactly: wide) else {
      throw decoder.mismatch(type, "a whole number of \(Number.bitWidth) bits")
    }
    return number
  }
}
