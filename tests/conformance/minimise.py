"""Makes a case that two libraries treat differently as small as it gets, and shows it to a person."""

import dataclasses
import difflib
import re

from conformance import cases

# Each round runs all that can be left out at once; a case shrinks in about as many rounds as it has words to lose.
MAXIMUM_ROUNDS = 80
# Without these a query is no proper use of the library.
NEEDED = ("init", "peer", "local", "sock_host", "hosts_access", "hosts_ctl")


def minimised(workplace, difference, **options):
    """The same kind of difference in a case from which nothing more can be left out."""
    wanted = kind(difference)
    for _ in range(MAXIMUM_ROUNDS):
        candidates = list(_smaller(difference.case))
        found = workplace.differences(candidates, **options) if candidates else []
        found = [one for one in found if kind(one) == wanted]
        if not found:
            break
        difference = min(found, key=lambda one: _size(one.case))
    return difference


def kind(difference):
    """What can be said of the first line that differs without its numbers and names: a fault shows in many cases."""
    pairs = zip(difference.ours.lines + [""], difference.theirs.lines + [""])
    first = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return tuple(re.sub(r"(run)?\d+(/\d+)?", "N", line)[:64] for line in first)


def _size(case):
    tables = sum(len(table) if isinstance(table, bytes) else 0 for table in (case.allow, case.deny))
    return tables + sum(len(repr(query)) for query in case.queries)


def _smaller(case):
    """Yields the case with one thing less: a query, a line of a query, a table, a line or a piece of a table."""
    for index in range(len(case.queries) if len(case.queries) > 1 else 0):
        yield dataclasses.replace(case, queries=case.queries[:index] + case.queries[index + 1:])
    for index, query in enumerate(case.queries):
        for at in (at for at, line in enumerate(query) if line[0] not in NEEDED):
            shorter = query[:at] + query[at + 1:]
            yield dataclasses.replace(case, queries=case.queries[:index] + (shorter,) + case.queries[index + 1:])
    for name in ("allow", "deny"):
        table = getattr(case, name)
        if isinstance(table, bytes):
            yield dataclasses.replace(case, **{name: cases.MISSING})
            for smaller in _smaller_table(table):
                yield dataclasses.replace(case, **{name: smaller})


def _smaller_table(table):
    lines = table.splitlines(keepends=True)
    for index in range(len(lines) if len(lines) > 1 else 0):
        yield b"".join(lines[:index] + lines[index + 1:])
    # Words with the blanks before them, then blanks and separators by themselves; long runs of the same are halved.
    for pattern in (rb"[ \t,]*[^\s,:\\]+", rb"[^\w\n]"):
        for piece in re.finditer(pattern, table):
            yield table[:piece.start()] + table[piece.end():]
            if piece.end() - piece.start() > 8:
                yield table[:piece.start()] + table[(piece.start() + piece.end()) // 2:]


def shown(difference):
    """What a person needs: the tables, the queries, and the two observations beside each other."""
    case = difference.case
    lines = [f"hosts.allow: {case.allow!r}", f"hosts.deny:  {case.deny!r}"]
    lines += ["asked:       " + " ".join(map(str, line)) for query in (case.setup, *case.queries) for line in query]
    lines.append("observed (- theirs, + ours):")
    compared = difflib.ndiff(difference.theirs.shown(), difference.ours.shown())
    return "\n".join(lines + ["    " + line for line in compared if not line.startswith("?")])
