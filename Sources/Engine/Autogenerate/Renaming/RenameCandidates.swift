package import Revisions

package struct RenameCandidates {
  package struct Candidate { package var question = "", warning = "", hint = "" }
  package var list: [Candidate] = []
  package init(from: Schema, to: Schema, given: Renames) {}
}
extension Renames { package mutating func add(_ c: RenameCandidates.Candidate) {} }
