import Glibc

/// Where the scripts of a bundle come from: the machine that runs it may have neither git nor the repository, nor the
/// attributes by which git stored other bytes than these.
///
/// ```
/// rev origin 1
/// commit 4f9265c6b51db9bfdb9d6d66c7837d043209a12b
/// script <id of the bytes> <id that git stores, or -> <clean, dirty, or -> versions/3f2a_add_email.swift
/// ```
struct BundleOrigin {
  private struct Script {
    let ids: BlobIDs
    let isDirty: Bool?
  }

  private let folder: String
  private var commit: GitObjectID?
  private var scripts: [String: Script] = [:]

  /// The file, seen from the bundle.
  static let name = "lib/scripts/origin"
  private static let title = "rev origin 1"

  /// What the bundle that this process was started from says; nil where it was started from none.
  static func ofThisProcess() -> BundleOrigin? {
    guard let executable = realPath("/proc/self/exe"), let slash = executable.lastIndex(of: "/") else { return nil }
    let folder = String(executable[..<slash])
    guard let bytes = try? OpenFile.contents(of: "\(folder)/\(name)") else { return nil }
    return BundleOrigin(String(decoding: bytes, as: UTF8.self), folder: folder)
  }

  /// Reads what ``text(of:at:)`` wrote for a bundle in a folder; nil where it is something else.
  init?(_ text: String, folder: String) {
    let lines = text.split(separator: "\n")
    guard lines.first.map(String.init) == Self.title else { return nil }
    self.folder = folder
    for line in lines.dropFirst() {
      let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
      if words.count == 2, words[0] == "commit" { commit = GitObjectID(String(words[1])) }
      guard words.count == 5, words[0] == "script", let raw = GitObjectID(String(words[1])) else { continue }
      let isDirty = words[3] == "-" ? nil : words[3] == "dirty"
      scripts[String(words[4])] = Script(
        ids: BlobIDs(raw: raw, stored: GitObjectID(String(words[2]))), isDirty: isDirty)
    }
  }

  /// What to write of scripts, given by their paths in the bundle and on this machine.
  static func text(of provenance: ScriptProvenance, at paths: [(inBundle: String, here: String)]) -> String {
    var lines = [title]
    if let commit = provenance.commit { lines.append("commit \(commit)") }
    for path in paths {
      guard let ids = provenance.blobs[path.here] else { continue }
      let state = provenance.isDirty[path.here].map { $0 ? "dirty" : "clean" } ?? "-"
      lines.append("script \(ids.raw) \(ids.stored?.description ?? "-") \(state) \(path.inBundle)")
    }
    return lines.map { "\($0)\n" }.joined()
  }

  /// Adds what was known when the bundle was written, of scripts that have not been edited in it since.
  func complete(_ provenance: inout ScriptProvenance) {
    for (path, ids) in provenance.blobs {
      guard path.hasPrefix("\(folder)/"), let script = scripts[String(path.dropFirst(folder.utf8.count + 1))] else {
        continue
      }
      if script.ids.raw == ids.raw {
        provenance.blobs[path] = script.ids
        provenance.isDirty[path] = script.isDirty
      } else if script.isDirty != nil {
        provenance.isDirty[path] = true
      }
    }
    provenance.commit = commit
  }
}
