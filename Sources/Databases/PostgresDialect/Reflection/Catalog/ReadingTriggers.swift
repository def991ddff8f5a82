import Dialects
import Revisions

extension Catalog {
  /// Reads triggers; of those that a partition has from its parent, only how they fire where that differs.
  func readingTriggers() -> CatalogQuery {
    // That of the topmost table, as a change to one of a partition's parents need not come down to it.
    let root =
      version >= 130_000
      ? """
      LATERAL (WITH RECURSIVE up AS (SELECT q.tgparentid, q.tgenabled FROM pg_trigger q WHERE q.oid = t.tgparentid
          UNION ALL SELECT q.tgparentid, q.tgenabled FROM pg_trigger q JOIN up ON q.oid = up.tgparentid)
        SELECT tgenabled FROM up WHERE tgparentid = 0)
      """ : "(SELECT NULL::\"char\" AS tgenabled)"
    return CatalogQuery(
      of: .triggers,
      """
      SELECT t.tgrelid, n.nspname, c.relname, t.tgname, t.tgtype, t.tgattr::text, t.tgenabled, fn.nspname, f.proname,
        encode(t.tgargs, 'hex'), t.tgoldtable, t.tgnewtable, t.tgconstraint <> 0, t.tgdeferrable, t.tginitdeferred,
        rn.nspname, r.relname, CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END, d.description,
        CASE WHEN t.tgattr::text <> '' THEN
          ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr)
            ORDER BY array_position(t.tgattr::int2[], a.attnum)) END, p.tgenabled
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace
      LEFT JOIN pg_class r ON r.oid = t.tgconstrrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
      LEFT JOIN \(raw: root) p ON true \(.description("d", "pg_trigger", "t.oid"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND NOT t.tgisinternal
        AND (p.tgenabled IS NULL OR p.tgenabled <> t.tgenabled)
        AND \(standsAlone("pg_class", "c.oid")) AND \(standsAlone("pg_trigger", "t.oid"))
      """, take: takeTriggers)
  }

  private func takeTriggers(_ rows: [SQLRow]) throws {
    for row in rows {
      var fields = CatalogFields(row)
      guard !ignored.contains(fields.integer()) else { continue }
      let table = self.name(fields.text(), fields.text())
      let name = fields.text()
      let type = fields.integer()
      _ = fields.optionalText()
      let state = fields.text()
      let function = self.name(fields.text(), fields.text())
      let arguments = Self.arguments(fields.text())
      let (old, new) = (fields.optionalText(), fields.optionalText())
      let (isConstraint, isDeferrable, isDeferred) = (fields.flag(), fields.flag(), fields.flag())
      let (otherSchema, other) = (fields.optionalText(), fields.optionalText())
      let definition = fields.optionalText()
      let comment = fields.optionalText()
      let columns = fields.texts()
      if let parent = fields.optionalText() {
        addState(state, of: name, on: table, instead: parent)
        continue
      }

      var events: [Trigger.Event] = []
      if type & 4 != 0 { events.append(.insert) }
      if type & 8 != 0 { events.append(.delete) }
      if type & 16 != 0 { events.append(.update(of: columns)) }
      if type & 32 != 0 { events.append(.truncate) }
      var constraint: Trigger.Constraint?
      if isConstraint {
        constraint = Trigger.Constraint(
          isDeferrable ? (isDeferred ? .initiallyDeferred : .initiallyImmediate) : .no,
          from: other.map { self.name(otherSchema ?? "", $0) })
      }
      var trigger = Trigger(
        name, on: table, type & 64 != 0 ? .insteadOf : type & 2 != 0 ? .before : .after, events,
        forEach: type & 1 != 0 ? .row : .statement,
        when: try definition.map { text throws(DialectError) in .raw(try TriggerText.condition(of: text)) },
        execute: function, arguments: arguments, referencingOld: old, referencingNew: new, constraint: constraint)
      trigger.state = Self.states[state] ?? .enabled
      trigger.comment = comment
      schema.triggers.append(trigger)
    }
  }

  private static let states: [String: Trigger.State] = ["D": .disabled, "R": .replica, "A": .always]

  /// How a partition fires a trigger of its parent, which has no place in a value.
  private func addState(_ state: String, of trigger: String, on table: QualifiedName, instead parent: String) {
    func setting(_ letter: String) -> SQLFragment {
      let words = (Self.states[letter] ?? .enabled).rawValue
      return "ALTER TABLE ONLY \(identifier: table) \(raw: words) TRIGGER \(identifier: trigger)"
    }
    schema.others.append(
      SQLObject(
        "TRIGGER STATE", SQLText.name(table) + "." + SQLText.name(trigger), create: setting(state),
        drop: setting(parent)))
  }

  /// The arguments of a trigger's function: texts that each end in a NUL, in hexadecimal.
  private static func arguments(_ hexadecimal: String) -> [String] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hexadecimal.utf8 {
      guard let value = UInt8(String(UnicodeScalar(digit)), radix: 16) else { continue }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Reads the policies of tables.
  func readingPolicies() -> CatalogQuery {
    CatalogQuery(
      of: .policies,
      """
      SELECT p.polrelid, p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid), d.description, 0::oid = ANY (p.polroles),
        ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY 1)
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid \(.description("d", "pg_policy", "p.oid"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND \(isInReach("pg_policy", "p.oid"))
      """, take: takePolicies)
  }

  private func takePolicies(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      guard let table = tables[fields.integer()]?.table.name else { continue }
      let name = fields.text()
      let command: Policy.Command =
        ["r": .select, "a": .insert, "w": .update, "d": .delete][fields.text()] ?? .all
      let isPermissive = fields.flag()
      let using = fields.optionalText().map(SQLFragment.raw)
      let check = fields.optionalText().map(SQLFragment.raw)
      let comment = fields.optionalText()
      let isForAll = fields.flag()
      let roles = fields.texts().map(Role.named)
      schema.policies.append(
        Policy(
          name, on: table, for: command, permissive: isPermissive, roles: isForAll ? [.public] : roles, using: using,
          check: check, comment: comment))
    }
  }
}
