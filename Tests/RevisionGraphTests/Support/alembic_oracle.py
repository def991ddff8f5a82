"""Answers questions about revision graphs as Alembic would, without a database.

Standard input has one JSON object a line: {"revisions": [{"id", "parents", "depends_on", "labels"}], "queries":
[{"kind": "upgrade" | "downgrade" | "stamp" | "history" | "resolve", "rows": [...], "targets": [...]}]}. Standard output has one
array a line, with an answer for each query: {"steps": [...], "heads": [...]} or {"error": "..."}.
"""

import json
import sys
import types
import warnings
from unittest import mock

from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap

warnings.simplefilter("ignore")


def make_directory(revisions):
    """A script directory whose revisions come from memory."""

    def generate():
        for entry in revisions:
            revision = Revision(
                entry["id"],
                tuple(entry["parents"]) or None,
                tuple(entry["depends_on"]) or None,
                tuple(entry["labels"]) or None,
            )
            revision.module = types.SimpleNamespace(upgrade=None, downgrade=None)
            revision.doc = ""
            yield revision

    directory = ScriptDirectory.__new__(ScriptDirectory)
    directory.revision_map = RevisionMap(generate)
    return directory


def answer(directory, query):
    kind, rows, targets = query["kind"], tuple(query["rows"]), query["targets"]
    target = targets[0] if len(targets) == 1 else tuple(targets)
    if kind == "resolve":
        found = directory.revision_map.get_revisions(target)
        return {"steps": sorted(r.revision for r in found if r is not None and r != "base"), "heads": []}
    if kind == "history":
        lower, upper = target.split(":")
        found = directory.walk_revisions(base=lower or "base", head=upper or "heads")
        return {"steps": [r.revision for r in found], "heads": []}
    if kind == "upgrade":
        steps = directory._upgrade_revs(target, rows)
    elif kind == "downgrade":
        steps = directory._downgrade_revs(target, rows)
    else:
        steps = directory._stamp_revs(target, rows)
    maintainer = HeadMaintainer(mock.Mock(), rows)
    for step in steps:
        maintainer.update_to_step(step)
    names = [step.revision.revision for step in steps] if kind != "stamp" else []
    return {"steps": names, "heads": sorted(maintainer.heads)}


def main():
    for line in sys.stdin:
        case = json.loads(line)
        directory = make_directory(case["revisions"])
        answers = []
        for query in case["queries"]:
            try:
                answers.append(answer(directory, query))
            except Exception as error:
                answers.append({"error": f"{type(error).__name__}: {error}"})
        print(json.dumps(answers))


main()
