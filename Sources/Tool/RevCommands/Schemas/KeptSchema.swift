internal import FoundationEssentials
internal import ModelData
internal import Revisions

/// A schema as it is kept in a file.
enum KeptSchema {
  static func bytes(of schema: Schema) throws -> [UInt8] { try Array(JSONEncoder().encode(ModelData(schema))) }

  static func schema(from bytes: [UInt8]) throws -> Schema {
    try JSONDecoder().decode(ModelData.self, from: Data(bytes)).value()
  }
}
