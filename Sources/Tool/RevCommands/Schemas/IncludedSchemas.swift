internal import Autogenerate
internal import Dialects
internal import ProjectConfiguration
internal import Revisions

extension SchemaReader {
  /// Sees to it that what one side has is looked for in the other: what stands in a schema that is not read there would be missing
  /// for ever.
  func requireIncluded(_ reading: SchemaReading, against other: SchemaReading) throws {
    guard let read = other.schemasRead, reading.schemasRead == nil,
      let home = read.home ?? dialect.comparison.defaultSchema
    else { return }
    let names = read.names ?? [home]
    let placed = reading.schema.placedObjects.filter { !names.contains($0.name.schema ?? home) }
    let declared = reading.schema.namespaces.map(\.name).filter { !names.contains($0) }
    let lacking = Set(placed.map { $0.name.schema ?? home } + declared).sorted()
    guard let first = lacking.first else { return }
    let objects =
      placed.isEmpty ? declared.map { "schema \($0)" } : placed.map { "\($0.kind) \($0.name)" }
    let shown = objects.prefix(3).joined(separator: ", ") + (objects.count > 3 ? " and \(objects.count - 3) more" : "")
    let position = try session.configuration().schemasPosition()
    let schemas = "\(lacking.count == 1 ? "the schema" : "the schemas") \(lacking.joined(separator: ", "))"
    let limit =
      if read.names != nil {
        "which \(position.map { "\($0.words): " } ?? "")include_schemas = \(names.joined(separator: ", ")) leaves out"
      } else {
        "and only the default one, \(home), is compared: include_schemas is not set"
      }
    let isMistyped = read.names != nil && nearestName(to: first, among: names) != nil
    throw Report(
      .configuration, visible("\(reading.title) has \(shown) in \(schemas), \(limit)"),
      hints: (isMistyped ? didYouMean([first]) : []) + [
        visible(
          "include_schemas = \((names + lacking).joined(separator: ", ")) in migrate.ini takes \(lacking.count == 1 ? "it" : "them") in, and * every schema; exclude_objects = schema:\(first) leaves it out on both sides"
        )
      ])
  }
}
