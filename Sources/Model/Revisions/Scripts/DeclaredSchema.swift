/// The schema that a compiled file declares, handed across `dlopen` as an opaque pointer.
///
/// Only generated code makes one: a declared schema is compiled with an entry point that returns it.
public final class DeclaredSchema: Sendable {
  /// What is declared.
  public let schema: Schema

  /// Takes over what is declared.
  public init(_ schema: Schema) { self.schema = schema }

  /// Hands the schema to the loader, which takes ownership of it.
  public consuming func exported() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  /// Takes over what ``exported()`` handed out.
  public static func imported(from pointer: UnsafeMutableRawPointer) -> DeclaredSchema {
    Unmanaged<DeclaredSchema>.fromOpaque(pointer).takeRetainedValue()
  }
}
