/// Words that SQL gives a meaning, so that they are names only in quotes.
enum Keywords {
  /// Those that the server quotes as names.
  static let quoted: Set<String> = Set(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char \
    character check coalesce collate collation column concurrently constraint create cross current_catalog current_date \
    current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do \
    else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in \
    initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit localtime \
    localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order out outer \
    overlaps overlay placing position precision primary real references returning right row select session_user setof similar \
    smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union \
    unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists \
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable json json_array json_arrayagg json_object \
    json_objectagg json_scalar json_serialize json_exists json_query json_value json_table merge_action
    """.split(separator: " ").map(String.init))

  /// Those that the server writes in capitals in an expression, but for the functions below.
  static let capital: Set<String> = Set(
    """
    all and any array as asc asymmetric between case cast collate cross current_catalog current_date current_role current_time \
    current_timestamp current_user desc distinct else end except for from full group having ilike in inner intersect is \
    isnull join lateral left like limit localtime localtimestamp natural not notnull null offset on or order outer overlaps \
    right select session_user similar some symmetric then union user using values when where window with
    """.split(separator: " ").map(String.init))

  /// Those that are written in capitals, and called as functions are.
  static let functions: Set<String> = ["coalesce", "exists", "extract", "greatest", "least", "nullif", "row"]
}
