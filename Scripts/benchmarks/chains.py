"""Projects of N revisions that each create a table of three columns and an index, for each of the tools."""

import pathlib


def identifier(number):
    return f"{number:012x}"


def sql(number):
    return (
        f'CREATE TABLE "t{number}" (\n  "id" INTEGER NOT NULL PRIMARY KEY,\n  "name" VARCHAR(50) NOT NULL,\n'
        f'  "created_at" TIMESTAMP\n);\nCREATE INDEX "ix_t{number}_name" ON "t{number}" ("name");\n')


def write_swift(folder, number):
    parents = f'"{identifier(number - 1)}"' if number > 1 else ""
    (folder / f"{identifier(number)}_create_t{number}.swift").write_text(f"""import Revisions

/// create t{number}
struct CreateT{number}_{identifier(number)}: Revision {{
  static let id: RevisionID = "{identifier(number)}"
  static let parents: [RevisionID] = [{parents}]
  static let message = "create t{number}"
  static let created = "2026-11-21T09:00:00Z"

  var upgrade: Operations {{
    CreateTable("t{number}") {{
      Column("id", .integer).primaryKey()
      Column("name", .string(50)).notNull()
      Column("created_at", .timestamp)
    }}
    CreateIndex("ix_t{number}_name", on: "t{number}", "name")
  }}

  var downgrade: Operations {{ .reversed }}
}}
""")


def write_sql(folder, number):
    parents = identifier(number - 1) if number > 1 else ""
    (folder / f"{identifier(number)}_create_t{number}.sql").write_text(
        f"-- revision: {identifier(number)}\n-- parents: {parents}\n-- message: create t{number}\n\n"
        f"-- upgrade\n{sql(number)}\n-- downgrade\nDROP TABLE \"t{number}\";\n")


def rev_project(root, count, write=write_swift, url="sqlite:///bench.db"):
    root = pathlib.Path(root)
    versions = root / "versions"
    versions.mkdir(parents=True)
    (root / "migrate.ini").write_text(f"[rev]\ndatabase_url = {url}\n")
    for number in range(1, count + 1):
        write(versions, number)
    return root


def alembic_project(root, count, url="sqlite:///bench.db"):
    root = pathlib.Path(root)
    versions = root / "alembic" / "versions"
    versions.mkdir(parents=True)
    (root / "alembic.ini").write_text(
        f"[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = {url}\n")
    (root / "alembic" / "env.py").write_text("""from alembic import context
from sqlalchemy import create_engine

config = context.config
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
        # A transaction for each, as rev has it.
        context.configure(connection=connection, transaction_per_migration=connection.dialect.name != "sqlite")
        with context.begin_transaction():
            context.run_migrations()
""")
    for number in range(1, count + 1):
        down = f'"{identifier(number - 1)}"' if number > 1 else "None"
        (versions / f"{identifier(number)}_create_t{number}.py").write_text(f'''"""create t{number}"""
from alembic import op
import sqlalchemy as sa

revision = "{identifier(number)}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "t{number}",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP()),
    )
    op.create_index("ix_t{number}_name", "t{number}", ["name"])


def downgrade():
    op.drop_table("t{number}")
''')
    return root


def dbmate_project(root, count):
    root = pathlib.Path(root)
    migrations = root / "db" / "migrations"
    migrations.mkdir(parents=True)
    for number in range(1, count + 1):
        (migrations / f"{20260000000000 + number}_create_t{number}.sql").write_text(
            f"-- migrate:up\n{sql(number)}\n-- migrate:down\nDROP TABLE \"t{number}\";\n")
    return root
