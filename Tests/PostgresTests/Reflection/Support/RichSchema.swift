/// A script that makes some of everything that a database can consist of, with as many options as there are.
let richSchema = #"""
  CREATE SCHEMA app; COMMENT ON SCHEMA app IS 'the app''s own';
  CREATE SCHEMA "My Schema";
  CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm WITH SCHEMA app; CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS 'mine';
  CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy'); COMMENT ON TYPE mood IS 'moods';
  CREATE TYPE app.mood AS ENUM ('a'); CREATE TYPE "My Schema"."My Type" AS ENUM ();
  CREATE DOMAIN email AS text COLLATE "C" DEFAULT 'x@y' NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@') CHECK (length(VALUE) > 2);
  COMMENT ON DOMAIN email IS 'mail'; COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'at';
  ALTER DOMAIN email ADD CONSTRAINT later CHECK (VALUE <> 'x') NOT VALID;
  CREATE DOMAIN app.short AS varchar(10); CREATE DOMAIN emails AS email[];
  CREATE TYPE address AS (street text COLLATE "C", zip varchar(5), "No." integer[], at app.mood);
  COMMENT ON TYPE address IS 'addr'; COMMENT ON COLUMN address.zip IS 'code';
  CREATE TYPE floatrange AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
  CREATE TYPE app.textrange AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = app.manytexts);
  CREATE COLLATION app.german (PROVIDER = icu, LOCALE = 'de-DE', DETERMINISTIC = false);
  CREATE COLLATION posixy (LOCALE = 'C');
  CREATE SEQUENCE plain_seq; CREATE SEQUENCE app.odd AS smallint INCREMENT -2 MINVALUE -100 MAXVALUE 50 START 20 CACHE 5 CYCLE;
  COMMENT ON SEQUENCE app.odd IS 'odd one';
  CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'SELECT a + b';
  CREATE FUNCTION add(a text, VARIADIC b text[] DEFAULT '{}') RETURNS text LANGUAGE sql STABLE LEAKPROOF AS $$ SELECT a || 'x\y' $$;
  CREATE FUNCTION many(OUT x integer, INOUT y text, "Odd Name" numeric DEFAULT 1.50) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER ROWS 7 SET search_path TO app, "My Schema", pg_temp SET work_mem TO '8MB' AS $f$ BEGIN RETURN; END $f$;
  CREATE FUNCTION tab(m mood DEFAULT 'sad') RETURNS TABLE(id bigint, m2 app.mood) LANGUAGE sql AS $$ SELECT 1::bigint, 'a'::app.mood $$;
  CREATE FUNCTION app.std(a integer, b integer) RETURNS integer RETURN a + b;
  CREATE FUNCTION app.body() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
  CREATE FUNCTION win() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';
  COMMENT ON FUNCTION add(integer, integer) IS 'adds';
  CREATE PROCEDURE app.proc(IN a integer, INOUT b text DEFAULT 'z') LANGUAGE plpgsql AS $$ BEGIN b := 'q'; END $$;
  COMMENT ON PROCEDURE app.proc IS 'proc';
  CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
  CREATE FUNCTION app."Trg x"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', PARALLEL = SAFE);
  CREATE AGGREGATE app.cnt(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0', COMBINEFUNC = int8pl);
  COMMENT ON AGGREGATE total(integer) IS 'sum';
  CREATE FUNCTION mood_int(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
  CREATE CAST (mood AS integer) WITH FUNCTION mood_int(mood) AS ASSIGNMENT; COMMENT ON CAST (mood AS integer) IS 'c';
  CREATE FUNCTION mood_eq(mood, mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
  CREATE OPERATOR === (FUNCTION = mood_eq, LEFTARG = mood, RIGHTARG = mood, COMMUTATOR = ===, RESTRICT = eqsel, JOIN = eqjoinsel);
  CREATE OPERATOR app.=== (FUNCTION = mood_eq, LEFTARG = mood, RIGHTARG = mood);
  CREATE TEXT SEARCH DICTIONARY app.dict (TEMPLATE = simple, STOPWORDS = english);
  CREATE TEXT SEARCH CONFIGURATION conf (PARSER = "default");
  ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH app.dict, english_stem;
  CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5 MAXVALUE 1000000 CACHE 3 CYCLE) PRIMARY KEY,
    "Full Name" varchar(100) NOT NULL DEFAULT 'no''ne' COLLATE "C",
    mail email, ci citext, ci2 citext[] , mood mood DEFAULT 'it''s ok', app_mood app.mood DEFAULT 'a' NOT NULL,
    n smallint DEFAULT -1, i integer DEFAULT 0, i2 integer DEFAULT '-5', b bigint DEFAULT 5000000000, b2 bigint DEFAULT -1, b3 bigint DEFAULT '7',
    price numeric(10,2) DEFAULT 0.00, num numeric DEFAULT 1.5, nn numeric DEFAULT '0', neg numeric(5) DEFAULT -1.50,
    r real DEFAULT 1.5, d double precision DEFAULT 'NaN', flag boolean DEFAULT true NOT NULL, t text DEFAULT NULL, v varchar(5) DEFAULT NULL,
    c char(3) DEFAULT 'ab', bp bpchar, oc "char" DEFAULT 'x', bin bytea DEFAULT '\xdeadbeef', bs text DEFAULT E'a\\b''c\n',
    dt date DEFAULT '2020-01-01', ti time(3), tz timetz DEFAULT '10:00+02', ts timestamp(0) DEFAULT now(), tsz timestamptz DEFAULT CURRENT_TIMESTAMP, tszl timestamptz DEFAULT '2020-01-01 00:00:00+02',
    iv interval DEFAULT '1 day', iv2 interval day to second(3), iv3 interval(2), js json DEFAULT '{}', jb jsonb DEFAULT '{"a": [1]}' NOT NULL,
    u uuid DEFAULT gen_random_uuid(), bi bit(4) DEFAULT B'1010', bv bit varying, bv8 varbit(8), ip inet, cd cidr, mac macaddr, mac8 macaddr8, x xml, tv tsvector, tq tsquery,
    ir int4range, ir8 int8range, nr numrange DEFAULT '[1,2)', dr daterange, tr tsrange, tzr tstzrange, imr int4multirange, tzmr tstzmultirange,
    arr integer[] DEFAULT '{}', arr2 text[][] DEFAULT ARRAY['a','b'], arr3 varchar(5)[] DEFAULT '{x}', addr address, doms emails, fr floatrange,
    pt point, mon money, o oid,
    gen text GENERATED ALWAYS AS (upper("Full Name") || ' x') STORED, gi integer GENERATED ALWAYS AS (i * 2) STORED,
    "select" integer, short app.short DEFAULT 'abc', ger text COLLATE app.german
  );
  COMMENT ON TABLE users IS E'people\nof it'; COMMENT ON COLUMN users."Full Name" IS 'the name';
  ALTER TABLE users ALTER js SET STORAGE EXTERNAL, ALTER t SET STORAGE MAIN, ALTER t SET STATISTICS 500, ALTER t SET COMPRESSION pglz, ALTER i SET (n_distinct = 5, n_distinct_inherited = 6);
  ALTER TABLE users ADD CONSTRAINT users_uq UNIQUE NULLS NOT DISTINCT (mail, n) INCLUDE (i, b) WITH (fillfactor = 80);
  ALTER TABLE users ADD CONSTRAINT users_uq2 UNIQUE (ci) DEFERRABLE INITIALLY DEFERRED, ADD UNIQUE (n, i) DEFERRABLE;
  ALTER TABLE users ADD CONSTRAINT pos CHECK (price > 0 AND (n BETWEEN 1 AND 9 OR t IS NOT NULL)) NO INHERIT, ADD CHECK (t IN ('a', 'b')), ADD CHECK (v IN ('a', 'b')),
    ADD CONSTRAINT cs CHECK (CASE WHEN i > 0 THEN t LIKE 'x%' ELSE true END), ADD CONSTRAINT nv CHECK (i <> -7) NOT VALID;
  ALTER TABLE users ADD CONSTRAINT js_ck CHECK (jb -> 'a' ->> 'b' = 'x\y' OR jb @> '{"a": 1}' OR -i < - -3 OR arr[1] = any(arr) OR (ts AT TIME ZONE 'UTC') > now());
  COMMENT ON CONSTRAINT pos ON users IS 'pos'; COMMENT ON INDEX users_pkey IS 'pk index';
  CREATE TABLE app.notes (id serial PRIMARY KEY, user_id bigint NOT NULL, other integer, n2 smallint, body text, room integer, during tstzrange, small smallserial, big bigserial,
    FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED);
  ALTER TABLE app.notes ADD CONSTRAINT multi UNIQUE (other, n2), ADD FOREIGN KEY (other, n2) REFERENCES app.notes (other, n2) MATCH FULL ON DELETE SET NULL (n2) NOT VALID;
  ALTER TABLE app.notes ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&) INCLUDE (id) WITH (fillfactor = 70) WHERE (room > 0) DEFERRABLE;
  ALTER TABLE app.notes ADD EXCLUDE USING gist ((room + 1) WITH <>);
  CREATE INDEX plain ON users (i); COMMENT ON INDEX plain IS 'plain one';
  CREATE UNIQUE INDEX fancy ON users (lower("Full Name") DESC NULLS LAST, (i + n), t COLLATE "C" text_pattern_ops ASC NULLS FIRST, b DESC) INCLUDE (price, "select") NULLS NOT DISTINCT WITH (fillfactor = 60, deduplicate_items = off) WHERE t IS NOT NULL AND i > 3;
  CREATE INDEX gin1 ON users USING gin (jb jsonb_path_ops, arr) WITH (fastupdate = off); CREATE INDEX trg1 ON app.notes USING gist (body app.gist_trgm_ops (siglen = 32));
  CREATE INDEX h ON users USING hash (u); CREATE INDEX br ON users USING brin (ts) WITH (pages_per_range = 32); CREATE INDEX sp ON users USING spgist (ip);
  CREATE INDEX ex ON users ((jb ->> 'a')); CREATE INDEX ex2 ON users (COALESCE(t, 'x'), date_trunc('day', ts), (i::text), public.add(i, 2));
  CREATE INDEX "Notes Idx" ON app.notes (body); ALTER INDEX ex2 ALTER COLUMN 2 SET STATISTICS 300;
  CREATE UNLOGGED TABLE logs (id integer GENERATED BY DEFAULT AS IDENTITY, note text) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);
  ALTER TABLE logs REPLICA IDENTITY FULL;
  CREATE TABLE ident (a int NOT NULL, CONSTRAINT ident_a UNIQUE (a), z int GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME app_custom)); ALTER TABLE ident REPLICA IDENTITY USING INDEX ident_a, CLUSTER ON ident_a;
  CREATE TABLE empty ();
  CREATE TABLE parent (a integer DEFAULT 1, b text NOT NULL, CHECK (a > 0)); CREATE TABLE parent2 (z integer);
  CREATE TABLE child (c integer, b text DEFAULT 'own') INHERITS (parent, parent2); CREATE TABLE grandchild () INHERITS (child);
  CREATE INDEX child_i ON child (a); COMMENT ON COLUMN grandchild.a IS 'inherited';
  CREATE TABLE events (id bigint, at timestamptz NOT NULL, kind text DEFAULT 'x', amount numeric, CONSTRAINT am CHECK (amount > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE events_2021 PARTITION OF events (kind DEFAULT 'y', CONSTRAINT own CHECK (amount < 100)) FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (id);
  CREATE TABLE events_2021_a PARTITION OF events_2021 FOR VALUES IN (1, NULL, -3);
  CREATE TABLE events_2021_d PARTITION OF events_2021 DEFAULT;
  CREATE INDEX events_kind ON events (kind); CREATE INDEX ON events (lower(kind), amount);
  CREATE TABLE odd_part (amount numeric, kind text, at timestamptz NOT NULL, id bigint NOT NULL, CONSTRAINT am CHECK (amount > 0), CONSTRAINT odd_pk PRIMARY KEY (id, at));
  CREATE INDEX odd_kind ON odd_part (kind);
  ALTER TABLE events ATTACH PARTITION odd_part FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
  CREATE TABLE hashed (a integer, b integer) PARTITION BY HASH (a, (b + 1)); CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE INDEX hashed_only ON ONLY hashed (b);
  CREATE TABLE multi (a integer, b text COLLATE "C") PARTITION BY RANGE (a, b COLLATE "C" text_pattern_ops); CREATE TABLE multi_1 PARTITION OF multi FOR VALUES FROM (-5, MINVALUE) TO (10, 'x');
  ALTER TABLE events ADD FOREIGN KEY (id) REFERENCES users (id);
  CREATE VIEW simple AS SELECT id, "Full Name" AS name FROM users; COMMENT ON VIEW simple IS 'v'; COMMENT ON COLUMN simple.name IS 'vn';
  CREATE VIEW app.checked WITH (security_barrier) AS SELECT * FROM app.notes WHERE room > 1 WITH LOCAL CHECK OPTION;
  CREATE VIEW inv WITH (security_invoker = true) AS WITH x AS (SELECT 1 AS a UNION ALL SELECT 2) SELECT a FROM x ORDER BY a; ALTER VIEW inv ALTER a SET DEFAULT 3;
  CREATE RECURSIVE VIEW nums (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM nums WHERE n < 10;
  CREATE MATERIALIZED VIEW mv WITH (fillfactor = 80) AS SELECT id, mood FROM users WITH NO DATA; CREATE UNIQUE INDEX mv_i ON mv (id); COMMENT ON MATERIALIZED VIEW mv IS 'm'; COMMENT ON COLUMN mv.id IS 'mid';
  CREATE MATERIALIZED VIEW app.mv2 AS SELECT n FROM nums;
  CREATE TRIGGER t1 BEFORE INSERT OR UPDATE OF i, "select" ON users FOR EACH ROW WHEN (NEW.i > 0 AND NEW.t IS DISTINCT FROM 'x') EXECUTE FUNCTION app."Trg x"('a', 'it''s', '');
  CREATE TRIGGER t2 AFTER UPDATE ON users REFERENCING OLD TABLE AS o NEW TABLE AS "New" FOR EACH STATEMENT EXECUTE FUNCTION trg(); COMMENT ON TRIGGER t2 ON users IS 't';
  CREATE CONSTRAINT TRIGGER t3 AFTER INSERT OR DELETE ON app.notes FROM users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trg();
  CREATE TRIGGER t4 INSTEAD OF DELETE ON simple FOR EACH ROW EXECUTE FUNCTION trg(); CREATE TRIGGER t5 BEFORE TRUNCATE ON users EXECUTE FUNCTION trg();
  ALTER TABLE users DISABLE TRIGGER t1, ENABLE ALWAYS TRIGGER t5; CREATE TRIGGER pt AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION trg();
  ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY p1 ON users FOR SELECT TO pg_monitor, current_user USING (i > 0); CREATE POLICY p2 ON users AS RESTRICTIVE WITH CHECK (flag); COMMENT ON POLICY p1 ON users IS 'p';
  CREATE RULE r1 AS ON INSERT TO app.notes WHERE NEW.room = 9 DO INSTEAD NOTHING; COMMENT ON RULE r1 ON app.notes IS 'r'; CREATE RULE r2 AS ON DELETE TO simple DO ALSO (DELETE FROM logs WHERE id = OLD.id; NOTIFY x); ALTER TABLE app.notes DISABLE RULE r1;
  CREATE STATISTICS st (dependencies) ON i, b FROM users; ALTER STATISTICS st SET STATISTICS 50; COMMENT ON STATISTICS st IS 's'; CREATE STATISTICS app.st2 ON (i + 1), t FROM users;
  CREATE EVENT TRIGGER ev ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION et(); ALTER EVENT TRIGGER ev DISABLE;
  CREATE TABLE "weird ""name" ("a.b" integer, "ünï" text DEFAULT 'ü', CHECK ("a.b" > 1));
  CREATE TABLE long_table_name_that_goes_on_and_on_for_quite_a_while_indeed (a_long_column_name_that_goes_on_and_on_too serial UNIQUE, b integer REFERENCES ident (a) CHECK (b > 0) CHECK (b < 9));
  GRANT SELECT, INSERT ON users TO rev_scram; GRANT UPDATE (i, n), SELECT (t) ON users TO pg_monitor; GRANT ALL ON app.notes TO PUBLIC;
  GRANT SELECT ON users TO pg_monitor WITH GRANT OPTION; GRANT USAGE ON SEQUENCE plain_seq TO rev_scram; GRANT USAGE ON SCHEMA app TO rev_scram;
  GRANT EXECUTE ON FUNCTION add(integer, integer) TO rev_scram; GRANT EXECUTE ON PROCEDURE app.proc TO pg_monitor; GRANT USAGE ON TYPE mood TO rev_scram;
  GRANT USAGE ON DOMAIN email TO rev_scram; GRANT SELECT ON simple TO rev_scram;
  ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO rev_scram; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO pg_monitor;
  """#
