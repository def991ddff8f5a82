/// Rows whose foreign key refers to no row, while SQLite does not look.
enum ForeignKeyViolations {
  /// A query of child table, row and parent table, and then of keys that do not fit their parent: with the columns that are not
  /// unique there, by their names, or as an empty text where they are left to the parent's key.
  ///
  /// `foreign_key_check` fails altogether where one key does not fit its parent, which is no reason to refuse all work on a
  /// database that has always been so: such keys are told apart, and are rows here without a row's number. They matter only
  /// where there are rows of the child. Which key of a table was violated is left out: its number changes when the table is
  /// rebuilt.
  static let query = """
    \(keys)
    SELECT c."table" AS "table", c.rowid AS "rowid", c.parent AS "parent", NULL AS "unfit" \(rows)
    UNION ALL SELECT child, NULL, parent, columns FROM unfit
    """

  /// A query of child table, row and parent table alone: a script cannot see which tables have rows, without which it matters
  /// to none that a key does not fit.
  static let queryOfRows = """
    \(keys)
    SELECT c."table" AS "table", c.rowid AS "rowid", c.parent AS "parent" \(rows)
    """

  private static let rows = "FROM fit JOIN pragma_foreign_key_check(fit.name) AS c"

  /// The keys that do not fit, and the tables of which all do.
  ///
  /// Only tables whose text has the word are looked at, as each look costs a statement.
  private static let keys = """
    WITH unfit AS MATERIALIZED (
      SELECT m.name AS child, k."table" AS parent,
        coalesce((SELECT group_concat(a."to", ', ') FROM pragma_foreign_key_list(m.name) AS a WHERE a.id = k.id), '') AS columns
      FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS k
      WHERE m.type = 'table' AND instr(lower(m.sql), 'references') AND k.seq = 0 AND EXISTS (SELECT 1 FROM pragma_table_info(k."table"))
        AND CASE WHEN k."to" IS NULL
          THEN (SELECT count(*) FROM pragma_foreign_key_list(m.name) AS a WHERE a.id = k.id)
            <> (SELECT count(*) FROM pragma_table_info(k."table") WHERE pk > 0)
          ELSE (SELECT group_concat(name) FROM pragma_table_info(k."table") WHERE pk > 0) IS NOT k."to" COLLATE NOCASE
            AND NOT EXISTS (
              SELECT 1 FROM pragma_index_list(k."table") AS i
              WHERE i."unique" AND NOT i.partial
                AND (SELECT count(*) FROM pragma_index_info(i.name))
                  = (SELECT count(*) FROM pragma_foreign_key_list(m.name) AS a WHERE a.id = k.id)
                AND NOT EXISTS (
                  SELECT 1 FROM pragma_index_info(i.name) AS x
                  WHERE NOT EXISTS (
                    SELECT 1 FROM pragma_foreign_key_list(m.name) AS a
                    WHERE a.id = k.id AND a."to" = x.name COLLATE NOCASE)))
        END
    ), fit AS MATERIALIZED (
      SELECT name FROM sqlite_schema AS m
      WHERE type = 'table' AND instr(lower(sql), 'references') AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name))
        AND name NOT IN (SELECT child FROM unfit)
    )
    """
}
