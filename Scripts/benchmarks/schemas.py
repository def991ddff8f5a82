"""Projects that declare N tables of eight columns, with a foreign key, a check and an index each, for both tools."""

import pathlib
import subprocess

COLUMNS = [
    # name, Swift, SQLAlchemy, SQL
    ("email", '.string(100)).notNull().unique()', 'String(100), nullable=False, unique=True', 'VARCHAR(100) NOT NULL UNIQUE'),
    ("name", '.text).notNull().default("nobody")', 'Text, nullable=False, server_default="nobody"',
     "TEXT NOT NULL DEFAULT 'nobody'"),
    ("age", '.integer)', 'Integer', 'INTEGER'),
    ("total", '.decimal(10, 2)).notNull().default(0)', 'Numeric(10, 2), nullable=False, server_default="0"',
     'NUMERIC(10, 2) NOT NULL DEFAULT 0'),
    ("active", '.boolean).notNull()', 'Boolean, nullable=False', 'BOOLEAN NOT NULL'),
    ("created_at", '.timestamp).notNull()', 'TIMESTAMP, nullable=False', 'TIMESTAMP NOT NULL'),
]


def sql(number):
    lines = ['  "id" INTEGER NOT NULL PRIMARY KEY']
    lines += [f'  "{name}" {text}' for name, _, _, text in COLUMNS]
    lines.append('  "parent_id" INTEGER' + (f' REFERENCES "t{number - 1}" ("id")' if number > 1 else ""))
    lines.append("  CHECK (age > 0)")
    return (
        f'CREATE TABLE "t{number}" (\n' + ",\n".join(lines) + "\n);\n"
        f'CREATE INDEX "ix_t{number}_created_at" ON "t{number}" ("created_at");\n')


def swift(number):
    lines = ['    Column("id", .integer).primaryKey()']
    lines += [f'    Column("{name}", {text}' for name, text, _, _ in COLUMNS]
    lines.append('    Column("parent_id", .integer)' + (f'.references("t{number - 1}", "id")' if number > 1 else ""))
    lines.append('    Check("age > 0")')
    body = "\n".join(lines)
    return (
        f'let t{number} = Schema {{\n  Table("t{number}") {{\n' + body + "\n  }\n"
        f'  Index("ix_t{number}_created_at", on: "t{number}", "created_at")\n}}\n')


def model(number):
    lines = ['    Column("id", Integer, primary_key=True, autoincrement=False)']
    lines += [f'    Column("{name}", {text})' for name, _, text, _ in COLUMNS]
    lines.append('    Column("parent_id", Integer' + (f', ForeignKey("t{number - 1}.id")' if number > 1 else "") + ")")
    lines.append('    CheckConstraint("age > 0")')
    lines.append(f'    Index("ix_t{number}_created_at", "created_at")')
    return f'Table("t{number}", metadata,\n' + ",\n".join(lines) + ")\n"


def fill(url, count):
    """Makes all tables but the last in a database."""
    # So many in a transaction as a server has locks for by default.
    groups = [range(start, min(start + 250, count)) for start in range(1, count, 250)]
    script = "".join("BEGIN;\n" + "".join(map(sql, group)) + "COMMIT;\n" for group in groups)
    command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", url] if url.startswith("postgresql") else ["sqlite3", "-bail", url]
    subprocess.run(command, input=script, text=True, check=True, stdout=subprocess.DEVNULL)


def rev_project(root, count, url):
    root = pathlib.Path(root)
    (root / "versions").mkdir(parents=True)
    (root / "migrate.ini").write_text(f"[rev]\ndatabase_url = {url}\n")
    groups = [range(start, min(start + 100, count + 1)) for start in range(1, count + 1, 100)]
    text = "import Revisions\n\n" + "\n".join(swift(number) for number in range(1, count + 1))
    for place, group in enumerate(groups):
        text += f"\nlet part{place} = Schema {{\n" + "\n".join(f"  t{number}" for number in group) + "\n}\n"
    text += "\nlet schema = Schema {\n" + "\n".join(f"  part{place}" for place in range(len(groups))) + "\n}\n"
    (root / "versions" / "Schema.swift").write_text(text)
    return root


def alembic_project(root, count, url):
    root = pathlib.Path(root)
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic.ini").write_text(
        f"[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = {url}\nprepend_sys_path = .\n")
    (root / "alembic" / "script.py.mako").write_text(
        'from alembic import op\nimport sqlalchemy as sa\nrevision = ${repr(up_revision)}\ndown_revision = '
        '${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades if upgrades else "pass"}\n\n\ndef downgrade():\n    '
        '${downgrades if downgrades else "pass"}\n')
    (root / "models.py").write_text(
        "from sqlalchemy import *\n\nmetadata = MetaData()\n" + "\n".join(model(n) for n in range(1, count + 1)))
    (root / "alembic" / "env.py").write_text("""from alembic import context
from sqlalchemy import create_engine

from models import metadata

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
""")
    return root
