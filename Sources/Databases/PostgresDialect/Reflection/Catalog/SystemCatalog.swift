import Revisions

/// A catalog that holds objects of the server's own besides those of the database, or none at all. To plan a query takes the
/// server longer than to see that there is nothing to ask for.
enum SystemCatalog: String {
  case accessMethods = "pg_am"
  /// The types among `pg_type` that are no others' nor of any kind that has a value.
  case baseTypes = "pg_type of its own"
  case casts = "pg_cast"
  case collations = "pg_collation"
  case conversions = "pg_conversion"
  case eventTriggers = "pg_event_trigger"
  case foreignServers = "pg_foreign_server"
  case foreignDataWrappers = "pg_foreign_data_wrapper"
  case languages = "pg_language"
  case operatorClasses = "pg_opclass"
  case operatorFamilies = "pg_opfamily"
  case operators = "pg_operator"
  case policies = "pg_policy"
  case publications = "pg_publication"
  case ranges = "pg_range"
  /// Aggregates are among them.
  case routines = "pg_proc"
  case rules = "pg_rewrite"
  case sequences = "pg_sequence"
  case statistics = "pg_statistic_ext"
  case textSearchConfigurations = "pg_ts_config"
  case textSearchDictionaries = "pg_ts_dict"
  case textSearchParsers = "pg_ts_parser"
  case textSearchTemplates = "pg_ts_template"
  case triggers = "pg_trigger"

  /// The condition that a row of `pg_type` is a base type, or a name for one to come.
  static let isBaseType = "oid >= 16384 AND typcategory <> 'A' AND (typtype = 'b' OR NOT typisdefined)"

  /// SQL for the names of the catalogs in which a database may have something in some schemas, as an array's text. `schemas` is SQL for the
  /// schemas' ids as an array.
  ///
  /// What stands in a schema depends on it (`pg_depend`), relations say whether they have triggers and rules, and where nothing
  /// else tells, the ids from 16384 on are given out after the server was set up (`FirstNormalObjectId`).
  static func filled(in schemas: String) -> SQLFragment {
    let others: [(SystemCatalog, id: String)] = [
      (.casts, "oid"), (.eventTriggers, "oid"), (.policies, "oid"), (.ranges, "rngtypid"), (.publications, "oid"),
      (.foreignServers, "oid"), (.foreignDataWrappers, "oid"), (.languages, "oid"), (.accessMethods, "oid"),
    ]
    let relations: [(SystemCatalog, condition: String)] = [
      (.rules, "relhasrules"), (.sequences, "relkind = 'S'"), (.triggers, "relhastriggers"),
    ]
    let cases =
      others.map { "CASE WHEN EXISTS (SELECT FROM \($0.rawValue) WHERE \($1) >= 16384) THEN '\($0.rawValue)' END" }
    let types = "CASE WHEN EXISTS (SELECT FROM pg_type WHERE \(isBaseType)) THEN '\(baseTypes.rawValue)' END"
    let flags = relations.map { "CASE WHEN bool_or(\($1)) THEN '\($0.rawValue)' END" }
    return .raw(
      """
      ARRAY(SELECT DISTINCT classid::regclass::text FROM pg_depend
        WHERE refclassid = 'pg_namespace'::regclass AND refobjid = ANY (\(schemas)))
      || (SELECT ARRAY[\(flags.joined(separator: ", "))] FROM pg_class WHERE relnamespace = ANY (\(schemas)))
      || ARRAY[\((cases + [types]).joined(separator: ", "))]
      """)
  }
}
