/// A value under construction.
final class ModelNode {
  /// What has been said of it; nil is nothing yet.
  private var content: Content?

  private enum Content {
    case scalar(ModelData)
    case list([ModelNode])
    case object([String: ModelNode])
    /// What a case of an enumeration carries.
    case payload([String: ModelNode])
  }

  func set(_ data: ModelData) { content = .scalar(data) }

  func beginList() { if content == nil { content = .list([]) } }

  func beginObject() { if content == nil { content = .object([:]) } }

  func beginPayload() { content = .payload([:]) }

  func append(_ node: ModelNode) {
    guard case .list(let nodes) = content else { return }
    content = .list(nodes + [node])
  }

  func add(_ node: ModelNode, for key: String) {
    switch content {
    case .object(var nodes):
      content = nil
      nodes[key] = node
      content = .object(nodes)
    case .payload(var nodes):
      content = nil
      nodes[key] = node
      content = .payload(nodes)
    case .scalar, .list, nil: break
    }
  }

  var isPayload: Bool { if case .payload = content { true } else { false } }

  /// How many values a list has so far.
  var count: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

  /// Whether leaving it out says the same.
  var isNeutral: Bool {
    switch data {
    case .null, .boolean(false), .list([]): true
    case .object(let object): object.isEmpty
    case .boolean, .integer, .double, .text, .list: false
    }
  }

  var data: ModelData {
    switch content {
    case nil: return .object([:])
    case .scalar(let data): return data
    case .list(let nodes): return .list(nodes.map(\.data))
    case .payload(let nodes):
      if nodes.count == 1, let only = nodes[ModelKey.only] { return only.data }
      return .object(nodes.mapValues(\.data))
    case .object(let nodes):
      if nodes.count == 1, let (name, node) = nodes.first, node.isPayload, node.data == .object([:]) {
        return .text(name)
      }
      return .object(nodes.mapValues(\.data))
    }
  }
}

/// Writes a value into a node.
struct ModelEncoder: Encoder {
  let node: ModelNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginObject()
    return KeyedEncodingContainer(KeyedModelEncoder(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList()
    return ListModelEncoder(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleModelEncoder(node: node) }
}

private struct KeyedModelEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: ModelNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws {}

  func encode(_ value: some Encodable, forKey key: Key) throws {
    let child = ModelNode()
    try value.encode(to: ModelEncoder(node: child))
    // What a case carries is told apart by its keys, and is kept whole.
    if node.isPayload || !child.isNeutral { node.add(child, for: key.stringValue) }
  }

  /// What may be missing is kept wherever it is not: `false` differs from nothing there.
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try keep(value, for: key) }

  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try keep(value, for: key) }

  private func keep(_ value: (some Encodable)?, for key: Key) throws {
    guard let value else { return }
    let child = ModelNode()
    try value.encode(to: ModelEncoder(node: child))
    node.add(child, for: key.stringValue)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    let child = ModelNode()
    child.beginPayload()
    node.add(child, for: key.stringValue)
    return KeyedEncodingContainer(KeyedModelEncoder<Nested>(node: child))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    let child = ModelNode()
    child.beginList()
    node.add(child, for: key.stringValue)
    return ListModelEncoder(node: child)
  }

  func superEncoder() -> any Encoder { ModelEncoder(node: node) }

  func superEncoder(forKey key: Key) -> any Encoder { ModelEncoder(node: node) }
}

private struct ListModelEncoder: UnkeyedEncodingContainer {
  let node: ModelNode
  var codingPath: [any CodingKey] { [] }
  var count: Int { node.count }

  func encodeNil() throws { next().set(.null) }

  func encode(_ value: some Encodable) throws { try value.encode(to: ModelEncoder(node: next())) }

  func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
    ModelEncoder(node: next()).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { ModelEncoder(node: next()).unkeyedContainer() }

  func superEncoder() -> any Encoder { ModelEncoder(node: next()) }

  private func next() -> ModelNode {
    let child = ModelNode()
    node.append(child)
    return child
  }
}

private struct SingleModelEncoder: SingleValueEncodingContainer {
  let node: ModelNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil() throws { node.set(.null) }
  func encode(_ value: Bool) throws { node.set(.boolean(value)) }
  func encode(_ value: String) throws { node.set(.text(value)) }
  func encode(_ value: Double) throws { node.set(.double(value)) }
  func encode(_ value: Float) throws { node.set(.double(Double(value))) }
  func encode(_ value: Int) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: Int8) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: Int16) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: Int32) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: Int64) throws { node.set(.integer(value)) }
  func encode(_ value: UInt) throws { try encode(exactly: value) }
  func encode(_ value: UInt8) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: UInt16) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: UInt32) throws { node.set(.integer(Int64(value))) }
  func encode(_ value: UInt64) throws { try encode(exactly: value) }
  func encode(_ value: some Encodable) throws { try value.encode(to: ModelEncoder(node: node)) }

  private func encode(exactly value: some BinaryInteger) throws {
    guard let number = Int64(exactly: value) else {
      throw EncodingError.invalidValue(
        value, EncodingError.Context(codingPath: [], debugDescription: "a number above the largest of 64 bits"))
    }
    node.set(.integer(number))
  }
}
