/// The types that PostgreSQL has by itself, by names that mean nothing else where they stand bare.
enum OwnTypes {
  static let names: Set<String> = [
    "bigint", "bit", "bool", "boolean", "box", "bytea", "char", "character", "cidr", "circle", "date", "decimal",
    "double",
    "float", "float4", "float8", "inet", "int", "int2", "int4", "int8", "integer", "interval", "json", "jsonb", "line",
    "macaddr", "money", "name", "numeric", "oid", "path", "point", "polygon", "real", "record", "regclass", "smallint",
    "text", "time", "timestamp", "timestamptz", "timetz", "trigger", "tsquery", "tsvector", "uuid", "varchar", "void",
    "xml",
  ]
}
