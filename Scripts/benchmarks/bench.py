"""What Scripts/bench runs: see there."""

import argparse
import datetime
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

import chains
import schemas
from measuring import Job, machine, measure, ratio
from postgres import Distance, Server

COUNT = 1000


def remove_databases(folder):
    def remove():
        for path in folder.glob("bench.db*"):
            path.unlink()
    return remove


class Bench:
    def __init__(self, options):
        self.options = options
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="rev-bench-"))
        self.rows = []
        # A cache of its own, so that nothing is warm that should be cold.
        self.env = {"XDG_CACHE_HOME": str(self.scratch / "cache")}

    def row(self, work, figure, limit, held, runs=None):
        self.rows.append((work, figure, str(runs or self.options.runs), limit, "yes" if held else "NO"))
        print(f"{work}: {figure} (limit: {limit}) {'' if held else '  <-- missed'}", flush=True)

    def rev(self, name, words, folder, before=None):
        return Job(name, [self.options.rev, *words], folder, before, self.env)

    # The parts.

    def reading(self):
        ours, theirs = self.project(), chains.alembic_project(self.scratch / "alembic", COUNT)
        for words, limit in ((["heads"], 25), (["history"], 25), (["upgrade", "head", "--sql"], 20)):
            name = " ".join(words)
            a, b = measure(
                [self.rev("rev", words, ours), Job("alembic", [f"{self.options.tools}/alembic", *words], theirs)],
                self.options.runs)
            times = ratio(b, a)
            self.row(
                f"`{name}`, {COUNT} revisions", f"{a.median * 1000:.1f} ms, Alembic {b.median:.2f} s: {times:.0f} times",
                f"{limit} times", times >= limit)

    def upgrading(self):
        ours, theirs = self.project(), chains.alembic_project(self.scratch / "alembic-up", COUNT)
        mates, shell = chains.dbmate_project(self.scratch / "dbmate", COUNT), self.scratch / "shell"
        shell.mkdir()
        script = shell / "one-transaction.sql"
        script.write_text(self.same_sql_in_one_transaction(ours))
        a, alembic, dbmate, sqlite = measure(
            [
                self.rev("rev", ["upgrade", "head"], ours, remove_databases(ours)),
                Job("alembic", [f"{self.options.tools}/alembic", "upgrade", "head"], theirs, remove_databases(theirs)),
                Job("dbmate", [f"{self.options.tools}/dbmate", "--url", "sqlite:bench.db", "--no-dump-schema", "up"], mates,
                    remove_databases(mates)),
                Job("sqlite3", ["sqlite3", "-bail", "bench.db", f".read {script}"], shell, remove_databases(shell)),
            ], self.options.runs)
        work = f"`upgrade head`, SQLite file, {COUNT} revisions"
        times = ratio(alembic, a)
        self.row(work, f"{a.median * 1000:.0f} ms, Alembic {alembic.median:.2f} s: {times:.0f} times", "20 times", times >= 20)
        times = ratio(dbmate, a)
        self.row(work, f"dbmate {dbmate.median:.2f} s: {times:.1f} times", "5 times", times >= 5)
        times = ratio(a, sqlite)
        self.row(
            work, f"`sqlite3` on the same SQL in one transaction {sqlite.median * 1000:.0f} ms: {times:.2f} of it", "1.5 of it",
            times <= 1.5)

    def postgres(self):
        server = Server()
        try:
            self.loopback(server)
            self.far_away(server)
        finally:
            server.stop()

    def loopback(self, server):
        rev, psql, dbmate, alembic = self.on_postgres(server, "loopback", COUNT, server.port)
        measure([rev, psql, dbmate, alembic], self.options.runs)
        work = f"`upgrade head`, PostgreSQL, {COUNT} revisions, a transaction each, loopback"
        times = ratio(rev, psql)
        self.row(
            work, f"{rev.median:.2f} s, `psql -f` on the same SQL {psql.median:.2f} s: {times:.2f} of it", "0.9 of it",
            times <= 0.9)
        times = ratio(dbmate, rev)
        self.row(work, f"dbmate {dbmate.median:.2f} s: {times:.1f} times", "1 time", times >= 1)
        self.row(work, f"Alembic {alembic.median:.2f} s: {ratio(alembic, rev):.1f} times", "none", True)

    def far_away(self, server):
        distance = Distance(server.port, 0.002)
        rev, psql, _, alembic = self.on_postgres(server, "far", 200, distance.port)
        measure([rev, psql, alembic], self.options.runs)
        work = "the same, 200 revisions, 2 ms away in each direction"
        for name, other, limit in (("psql -f", psql, 8), ("Alembic", alembic, 10)):
            times = ratio(other, rev)
            self.row(
                work, f"{rev.median:.2f} s, `{name}` {other.median:.2f} s: {times:.0f} times", f"{limit} times",
                times >= limit)

        # As many as are sent without an answer: with more, answers and what is sent next overlap.
        few = chains.rev_project(self.scratch / "few", 32, chains.write_sql, server.url(distance.port))
        server.fresh()
        distance.round_trips = 0
        self.rev("rev", ["upgrade", "head"], few).run(counted=False)
        self.row("round trips of a run of 32 revisions, connecting included", f"{distance.round_trips}", "none", True)

    def on_postgres(self, server, name, count, port):
        """The jobs of the four tools on a server, each on a fresh database."""
        root, url = self.scratch / name, server.url(port)
        ours = chains.rev_project(root / "rev", count, url=url)
        theirs = chains.alembic_project(root / "alembic", count, url.replace("postgresql:", "postgresql+psycopg2:"))
        mates, script = chains.dbmate_project(root / "dbmate", count), root / "same.sql"
        script.write_text(self.same_sql_on_postgres(ours))
        return [
            self.rev("rev", ["upgrade", "head"], ours, server.fresh),
            Job("psql", ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", script, url], root, server.fresh),
            Job("dbmate", [f"{self.options.tools}/dbmate", "--url", url + "?sslmode=disable", "--no-dump-schema", "up"], mates,
                server.fresh),
            Job("alembic", [f"{self.options.tools}/alembic", "upgrade", "head"], theirs, server.fresh),
        ]

    def same_sql_on_postgres(self, project):
        """What the online run sends: the script without what protects a script."""
        text = self.script(project)
        text = re.sub(r"DO \$(\w*)\$\nBEGIN\n  IF \(ARRAY.*?\n\$\1\$;\n", "", text, flags=re.S)
        return re.sub(r"LOCK TABLE [^;]*;\n", "", text)

    def script(self, project):
        return subprocess.run(
            [self.options.rev, "upgrade", "head", "--sql"], cwd=project, env={**Job("", [], ".").env, **self.env},
            capture_output=True, text=True, check=True).stdout

    def same_sql_in_one_transaction(self, project):
        text = self.script(project)
        pieces = [re.sub(r"^(\s*--[^\n]*\n|\s*\n)+", "", piece).strip() for piece in text.split(";\n")]
        ours = ("PRAGMA", "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "END")
        kept = [p for p in pieces if p and not p.startswith(ours) and not re.search(r"\brev_(guard|violations|gate|check)", p)]
        return "BEGIN;\n" + ";\n".join(kept) + ";\nCOMMIT;\n"

    def compiling(self):
        runs = max(5, self.options.runs // 2)
        project = chains.rev_project(self.scratch / "compile", COUNT)
        cache = self.scratch / "cache"

        def forget():
            shutil.rmtree(cache, ignore_errors=True)
            remove_databases(project)()

        (cold,) = measure([self.rev("rev", ["upgrade", "head", "--sql"], project, forget)], runs)
        self.row(f"cold compile of {COUNT:,} Swift scripts", f"{cold.median:.1f} s", "12 s", cold.median < 12, runs)

        added = COUNT

        def add():
            nonlocal added
            added += 1
            chains.write_swift(project / "versions", added)

        (one,) = measure([self.rev("rev", ["upgrade", "head", "--sql"], project, add)], runs)
        self.row("one added script", f"{one.median:.2f} s", "1 s", one.median < 1, runs)

    def verifying(self):
        project = chains.rev_project(self.scratch / "verified", COUNT)
        git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost"]
        for words in (["init", "-q"], ["add", "versions", "migrate.ini"], ["commit", "-q", "-m", "all"]):
            subprocess.run([*git, *words], cwd=project, check=True)
        self.rev("rev", ["upgrade", "head"], project).run(counted=False)
        start, verify = measure(
            [self.rev("rev", ["current"], project), self.rev("rev", ["verify"], project)], self.options.runs)
        more = statistics.median(b - a for a, b in zip(start.seconds, verify.seconds)) * 1000
        self.row(
            f"`verify`, {COUNT} applied revisions, in git", f"{verify.median * 1000:.0f} ms, `current` "
            f"{start.median * 1000:.0f} ms: {more:.0f} ms more", "50 ms more", more < 50)

    def hundred_thousand(self):
        project = chains.rev_project(self.scratch / "large", 100_000, chains.write_sql)
        words = ["plan", "upgrade", "head", "--from", "base", "--json"]
        cold = self.rev("rev", words, project, lambda: shutil.rmtree(self.scratch / "cache", ignore_errors=True))
        runs = max(5, self.options.runs // 2)
        for job, name in ((cold, "cold"), (self.rev("rev", words, project), "warm")):
            measure([job], runs)
            gib = job.peak_kib / 1024 / 1024
            self.row(
                f"100,000 SQL revisions, load and plan, {name}", f"{job.median:.2f} s, {gib:.2f} GiB", "5 s, 1 GiB",
                job.median < 5 and gib < 1, runs)

    def comparing(self):
        server = Server()
        try:
            for count in (500, 2000):
                server.fresh()
                file = self.scratch / f"declared-{count}.db"
                self.comparing_on("PostgreSQL", count, server.url(), server.url())
                self.comparing_on("SQLite", count, str(file), f"sqlite:///{file}")
            distance = Distance(server.port, 0)
            ours = schemas.rev_project(self.scratch / "queries", 2000, server.url(distance.port))
            self.rev("rev", ["diff"], ours).run(counted=False)
            distance.round_trips = 0
            self.rev("rev", ["diff"], ours).run(counted=False)
            self.row("round trips of a comparison with 2,000 tables, connecting included", f"{distance.round_trips}", "none", True)
        finally:
            server.stop()

    def comparing_on(self, database, count, address, url):
        schemas.fill(address, count)
        name, root = f"{database}, {count} tables", self.scratch / f"{database}-{count}"
        ours = schemas.rev_project(root / "rev", count, url)
        theirs = schemas.alembic_project(root / "alembic", count, url.replace("postgresql:", "postgresql+psycopg2:"))
        runs = max(5, self.options.runs // 2)
        cache = self.scratch / "cache"
        (cold,) = measure([self.rev("rev", ["diff"], ours, lambda: shutil.rmtree(cache, ignore_errors=True))], runs)
        limit = 6 if count == 500 else None
        self.row(
            f"compiling the declared schema and comparing, {name}", f"{cold.median:.1f} s", f"{limit} s" if limit else "none",
            limit is None or cold.median < limit, runs)

        def forget(folder):
            def remove():
                for script in folder.glob("*_more.*"):
                    script.unlink()
            return remove
        for work, words, other in (
            ("finding what is missing", ["diff"], ["check"]),
            ("`create --autogenerate`", ["create", "--autogenerate", "-m", "more"], ["revision", "--autogenerate", "-m", "more"]),
        ):
            a, b = measure(
                [self.rev("rev", words, ours, forget(ours / "versions")),
                 Job("alembic", [f"{self.options.tools}/alembic", *other], theirs, forget(theirs / "alembic" / "versions"),
                     expected=(0, 1, 255))], runs)
            times = ratio(b, a)
            self.row(
                f"{work}, {name}", f"{a.median * 1000:.0f} ms, Alembic {b.median:.2f} s: {times:.0f} times", "10 times", times >= 10,
                runs)

    def project(self):
        folder = self.scratch / "rev"
        if not folder.exists():
            chains.rev_project(folder, COUNT)
        return folder

    def run(self):
        parts = {
            "reading": self.reading, "upgrading": self.upgrading, "compiling": self.compiling,
            "verifying": self.verifying, "large": self.hundred_thousand, "postgres": self.postgres, "comparing": self.comparing,
        }
        try:
            for name, part in parts.items():
                if self.options.only in (None, name):
                    part()
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)
        print(f"\n{datetime.date.today()}, {machine()}; medians of runs in turn\n")
        print("| work | measured | runs | limit | held |\n|---|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rev", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", choices=["reading", "upgrading", "compiling", "verifying", "large", "postgres", "comparing"])
    Bench(parser.parse_args()).run()
