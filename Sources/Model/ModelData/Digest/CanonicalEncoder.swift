/// Hands what a value says of itself to a writer.
struct CanonicalEncoder: Encoder {
  let writer: CanonicalWriter
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedCanonicalEncoder(writer: writer, depth: writer.begin(isList: false)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    ListCanonicalEncoder(writer: writer, depth: writer.begin(isList: true))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleCanonicalEncoder(writer: writer) }
}

private struct KeyedCanonicalEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: CanonicalWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws {}

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try writer.add(value, for: key.stringValue, isKept: false, depth: depth)
  }

  /// What may be missing is kept wherever it is not: `false` differs from nothing there.
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
    if let value { try writer.add(value, for: key.stringValue, isKept: true, depth: depth) }
  }

  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
    if let value { try writer.add(value, for: key.stringValue, isKept: true, depth: depth) }
  }

  /// What a case of an enumeration carries: the case is kept even if that is nothing.
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    writer.close(to: depth)
    let inner = writer.begin(isList: false, key: key.stringValue)
    return KeyedEncodingContainer(KeyedCanonicalEncoder<Nested>(writer: writer, depth: inner))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    writer.close(to: depth)
    return ListCanonicalEncoder(writer: writer, depth: writer.begin(isList: true, key: key.stringValue))
  }

  func superEncoder() -> any Encoder { CanonicalEncoder(writer: writer) }

  func superEncoder(forKey key: Key) -> any Encoder { CanonicalEncoder(writer: writer) }
}

private struct ListCanonicalEncoder: UnkeyedEncodingContainer {
  let writer: CanonicalWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var count: Int { writer.count(depth: depth) }

  func encodeNil() throws { writer.appendNull(depth: depth) }

  func encode(_ value: some Encodable) throws { try writer.append(value, depth: depth) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    writer.close(to: depth)
    return CanonicalEncoder(writer: writer).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.close(to: depth)
    return CanonicalEncoder(writer: writer).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { CanonicalEncoder(writer: writer) }
}

private struct SingleCanonicalEncoder: SingleValueEncodingContainer {
  let writer: CanonicalWriter
  var codingPath: [any CodingKey] { [] }

  func encodeNil() throws { writer.writeNull() }
  func encode(_ value: Bool) throws { try writer.write(value) }
  func encode(_ value: String) throws { writer.write(text: value) }
  func encode(_ value: Double) throws { writer.write(number: value) }
  func encode(_ value: Float) throws { writer.write(number: Double(value)) }
  func encode(_ value: Int) throws { writer.write(number: value) }
  func encode(_ value: Int8) throws { writer.write(number: value) }
  func encode(_ value: Int16) throws { writer.write(number: value) }
  func encode(_ value: Int32) throws { writer.write(number: value) }
  func encode(_ value: Int64) throws { writer.write(number: value) }
  func encode(_ value: UInt) throws { writer.write(number: value) }
  func encode(_ value: UInt8) throws { writer.write(number: value) }
  func encode(_ value: UInt16) throws { writer.write(number: value) }
  func encode(_ value: UInt32) throws { writer.write(number: value) }
  func encode(_ value: UInt64) throws { writer.write(number: value) }
  func encode(_ value: some Encodable) throws { try writer.write(value) }
}
