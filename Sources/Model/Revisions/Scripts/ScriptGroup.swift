/// The revisions of one compiled shared object, handed across `dlopen` as an opaque pointer.
///
/// Only generated code makes one: each group of scripts is compiled with an entry point that returns it.
public final class ScriptGroup: Sendable {
  /// The types that the group's scripts declare.
  public let revisions: [any Revision.Type]

  /// Makes a group.
  public init(_ revisions: [any Revision.Type]) { self.revisions = revisions }

  /// Hands the group to the loader, which takes ownership of it.
  public consuming func exported() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  /// Takes over what ``exported()`` handed out.
  public static func imported(from pointer: UnsafeMutableRawPointer) -> ScriptGroup {
    Unmanaged<ScriptGroup>.fromOpaque(pointer).takeRetainedValue()
  }
}

extension Revision {
  /// Both directions of the revision, evaluated.
  public static var operations: RevisionOperations {
    let revision = Self()
    return RevisionOperations(upgrade: revision.upgrade, downgrade: revision.downgrade)
  }
}
