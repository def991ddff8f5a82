import Dialects
import Revisions
import Testing

/// Schemas of the kinds that are found in the wild, each with habits of its own.
enum SampleSchemas {
  struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var script: String
    /// What values cannot hold of it.
    var unsupported: [UnsupportedObject] = []

    var testDescription: String { name }
  }

  static let all = [shop, library, framework, search, careless, modern]

  /// Names in brackets, named keys, foreign keys at the end: what modelling tools write.
  private static let shop = Sample(
    name: "a shop in brackets",
    script: """
      CREATE TABLE [Singer]
      (
          [SingerId] INTEGER  NOT NULL,
          [Name] NVARCHAR(120),
          CONSTRAINT [PK_Singer] PRIMARY KEY  ([SingerId])
      );
      CREATE TABLE [Record]
      (
          [RecordId] INTEGER  NOT NULL,
          [Title] NVARCHAR(160)  NOT NULL,
          [SingerId] INTEGER  NOT NULL,
          [Price] NUMERIC(10,2)  NOT NULL DEFAULT 0,
          [Released] DATETIME,
          CONSTRAINT [PK_Record] PRIMARY KEY  ([RecordId]),
          FOREIGN KEY ([SingerId]) REFERENCES [Singer] ([SingerId])
              ON DELETE NO ACTION ON UPDATE NO ACTION
      );
      CREATE TABLE [ListEntry]
      (
          [ListId] INTEGER  NOT NULL,
          [RecordId] INTEGER  NOT NULL,
          CONSTRAINT [PK_ListEntry] PRIMARY KEY  ([ListId], [RecordId]),
          FOREIGN KEY ([RecordId]) REFERENCES [record] ([recordid]) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
      );
      CREATE UNIQUE INDEX [IPK_Record] ON [Record]([RecordId]);
      CREATE INDEX [IFK_RecordSingerId] ON [Record] ([SingerId] DESC, [Title] COLLATE nocase ASC);
      """)

  /// Strings in double quotes, views of many subqueries, triggers on tables and views.
  private static let library = Sample(
    name: "a library with triggers",
    script: """
      CREATE TABLE books ( id      INTEGER PRIMARY KEY AUTOINCREMENT,
                           title     TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE,
                           added TIMESTAMP DEFAULT CURRENT_TIMESTAMP, -- when
                           number REAL NOT NULL DEFAULT 1.0,
                           isbn TEXT DEFAULT "" COLLATE NOCASE,
                           flags INTEGER NOT NULL DEFAULT -1,
                           kind INTEGER NON NULL, /* a type, not a constraint */
                           seen BOOL DEFAULT false,
                           last_seen TIMESTAMP NOT NULL DEFAULT "2000-01-01 00:00:00+00:00");
      CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, rating INTEGER
        CHECK(rating > -1 AND rating < 11), UNIQUE(name));
      CREATE TABLE loans (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, reader INTEGER NOT NULL, UNIQUE(book, reader));
      CREATE VIEW shelf AS
              SELECT id, title,
                     (SELECT max(name) FROM readers WHERE readers.id IN (SELECT reader from loans WHERE book=books.id)) reader,
                     (SELECT COUNT(id) FROM loans WHERE book=books.id),
                     number * 2,
                     -number   /  3 , -- odd
                     isbn AS "the isbn"
              FROM books;
      CREATE VIEW busy(b, n) AS SELECT book, count(*) FROM loans GROUP BY book HAVING count(*) > 1 ORDER BY 2 DESC;
      CREATE INDEX titles ON books (title COLLATE NOCASE);
      CREATE TRIGGER books_delete
                  AFTER DELETE ON books
                  BEGIN
                      DELETE FROM loans WHERE book=OLD.id;
                      /* and that is all; END; */
                  END;
      CREATE TRIGGER loans_insert BEFORE INSERT ON loans
      BEGIN
        SELECT CASE
          WHEN (SELECT id from books WHERE id=NEW.book) IS NULL
          THEN RAISE(ABORT, 'no; such book')
        END;
      END;
      CREATE TRIGGER shelf_update INSTEAD OF UPDATE OF title ON shelf FOR EACH ROW WHEN new.title <> old.title
      BEGIN UPDATE books SET title = new.title WHERE id = old.id; INSERT INTO readers (name) VALUES ('x') ON CONFLICT DO NOTHING; END;
      """)

  /// Lower case, everything quoted, types with sizes: what a web framework writes.
  private static let framework = Sample(
    name: "a framework's tables",
    script: """
      CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
      CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar(255) DEFAULT '' NOT NULL,
        "admin" boolean DEFAULT FALSE, "score" decimal(8,2) DEFAULT '0.0', "created_at" datetime(6) NOT NULL, "data" json DEFAULT ('{}'));
      CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email") WHERE email IS NOT NULL AND "admin" = 0;
      CREATE INDEX "index_users_on_lower_email" ON "users" (lower(email), json_extract(data,'$.a') DESC, data->>'b');
      CREATE TABLE "posts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "users" ("id") DEFERRABLE
        INITIALLY DEFERRED, "n" integer unsigned NOT NULL CHECK ("n" >= 0), "slug" text NOT NULL,
        CONSTRAINT "fk_1" FOREIGN KEY ("user_id") REFERENCES "users" ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL,
        CONSTRAINT "slug_n" UNIQUE ("slug", "n"), CONSTRAINT "n_check" CHECK (("n" BETWEEN 1 AND 9) OR ("slug" LIKE '%''%' ESCAPE '!')));
      """)

  /// Virtual tables keep tables of their own.
  private static let search = Sample(
    name: "a full-text search",
    script: """
      CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);
      CREATE TABLE notes_fts_log (at TEXT);
      CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content='notes', content_rowid='id');
      CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN
        INSERT INTO notes_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
      END;
      """,
    unsupported: [
      // The tables that it keeps are not worth a word each.
      UnsupportedObject("virtual table", "notes_fts"),
      UnsupportedObject("trigger", "notes_ai, which uses a virtual table"),
    ])

  /// No types, no commas between constraints, names that are keywords, old ways of naming.
  private static let careless = Sample(
    name: "a careless hand",
    script: """
      create table t(a,b default hello,"c d" default 'x',`e` default (1+2),[f g] default -1.50,h default +7,key text,"order");
      create table u(x primary key not null,y references t,z references T(A) on delete set default,
        constraint one check(x>0)constraint two check(y!=x) unique(y,z));
      create table 'v' ('id' int primary key not null, n int not null null, m default current_date, o default x'0aFF',
        p default 0x10, q default 1e3, r default null, s default (('k')), w varchar ( 10 , 2 ))
      ;
      create index "i t" on t('a',"c d" desc,(b),(b||e) collate rtrim) where key<>'' and "order" is not null;
      create view w as select*from t where a>1 union all select*from t limit 3;
      create trigger r delete on t when old.key>(select max(x)from u) begin replace into u values(1,2,3);select 1;end
      """)

  /// What SQLite has that is newer.
  private static let modern = Sample(
    name: "a modern schema",
    script: """
      CREATE TABLE account (
        id INTEGER PRIMARY KEY, -- the row's number
        name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
        cents INT NOT NULL DEFAULT 0,
        euros REAL GENERATED ALWAYS AS (cents / 100.0) STORED,
        label TEXT AS (name || ' ' || cents),
        anything ANY
      ) STRICT;
      CREATE TABLE setting (
        account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        key TEXT NOT NULL, value BLOB,
        PRIMARY KEY (account, key)
      ) WITHOUT ROWID, STRICT;
      CREATE TABLE node (id INTEGER NOT NULL, parent INTEGER CONSTRAINT up REFERENCES node NOT NULL DEFERRABLE INITIALLY DEFERRED,
        PRIMARY KEY (id AUTOINCREMENT));
      CREATE VIEW tree AS WITH RECURSIVE down(id, depth) AS (
          SELECT id, 0 FROM node WHERE parent = id
          UNION ALL
          SELECT n.id, d.depth + 1 FROM node AS n INNER JOIN down AS d ON n.parent = d.id WHERE n.id IS NOT DISTINCT FROM n.id
        ) SELECT d.id, sum(depth) OVER (PARTITION BY d.id ORDER BY depth) AS total, json('{}') -> 'a' ->> 'b' AS j FROM down AS d;
      CREATE UNIQUE INDEX one_root ON node ((1)) WHERE parent = id;
      """)
}
