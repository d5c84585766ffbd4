"""Generated tables and queries: the library under test answers as Debian's original does, known differences apart.

PORTREEVE_WRAPPERS_SEED and PORTREEVE_WRAPPERS_PAIRS ask for others, or for more.
"""

import os
import re

import pytest

from conformance import generator, minimise

SEED = int(os.environ.get("PORTREEVE_WRAPPERS_SEED", "7"))
PAIRS_OF_TABLES = int(os.environ.get("PORTREEVE_WRAPPERS_PAIRS", "4800"))
SHOWN = 8


@pytest.fixture(scope="module")
def generated(workplace):
    """The cases and what both sides have done with them."""
    batch = list(generator.Generator(SEED, workplace.directory / "patterns").cases(PAIRS_OF_TABLES))
    return batch, *workplace.run_both(batch)


def by_kind(differences):
    """One difference for each kind, as a single fault shows in very many cases."""
    kinds = {}
    for difference in differences:
        kinds.setdefault(minimise.kind(difference), difference)
    return list(kinds.values())


def test_answers_as_the_original(workplace, generated):
    batch, ours, theirs = generated
    differences = workplace.differences(batch, (ours, theirs))
    smallest = [minimise.minimised(workplace, difference) for difference in by_kind(differences)[:SHOWN]]
    shown = "\n\n".join(map(minimise.shown, smallest))
    assert not differences, f"{len(differences)} cases of seed {SEED} differ; by kind, and made small:\n{shown}"


def test_there_were_enough_queries(generated):
    assert sum(len(case.queries) for case in generated[0]) >= min(20_000, PAIRS_OF_TABLES * generator.QUERIES_A_PAIR)


def decided_by_a_rule(observation):
    return any(re.match("matched: ", message) for message in observation.messages)


def test_a_third_is_decided_by_rules(generated):
    verbose = [seen for case, seen in zip(generated[0], generated[2]) if ("verbose", 2) in case.setup]
    assert len(verbose) > len(generated[0]) / 3
    assert sum(map(decided_by_a_rule, verbose)) >= len(verbose) / 3


def path_of(case, seen):
    """Which way through the decision this process of one query has taken, by what it logged."""
    log = "\n".join(seen.messages)
    matches = len(re.findall("^matched: ", log, re.MULTILINE))
    verdict = seen.verdicts[0] if seen.verdicts else seen.exit
    ended = re.search(r"^option:   (allow|deny|twist)\b", log, re.MULTILINE | re.IGNORECASE)
    marks = (("error", "^error: "), ("aclexec", "^aclexec returned"), ("unreadable", "all the subsequent|cannot open"))
    mark = next((name for name, pattern in marks if re.search(pattern, log, re.MULTILINE)), None)
    return verdict, matches, ended[1].lower() if ended else None, mark


def test_every_way_through_the_decision_is_taken(generated):
    taken = {path_of(case, seen) for case, seen in zip(generated[0], generated[2])
             if len(case.queries) == 1 and ("verbose", 2) in case.setup}
    expected = {
        (1, 0, None, None),  # no rule matched
        (1, 1, None, None), (0, 1, None, None),  # a rule of hosts.allow, of hosts.deny
        (0, 1, "deny", None), (1, 1, "allow", None),  # by option
        (0, 0, None, "unreadable"), (1, 0, None, "unreadable"),  # a table that could not be read
        (0, 1, None, "error"),  # an option that cannot be
        (1, 1, None, "aclexec"), (0, 2, None, "aclexec"),  # hosts.deny grants, hosts.allow goes on to it
        ("exited 0", 1, "twist", None), ("exited 3", 1, "twist", None),
    }
    assert expected - taken == set()


@pytest.mark.parametrize("falsehood", ["VERDICT", "LOOKUP", "LOG", "UMASK"])
def test_a_library_that_answers_otherwise_is_caught(workplace, falsehood):
    shim = workplace.build_shim(falsehood)
    batch = list(generator.Generator(SEED, workplace.directory / "patterns").cases(200))
    honest = {minimise.shown(difference) for difference in workplace.differences(batch)}
    caught = [difference for difference in workplace.differences(batch, preload=shim)
              if minimise.shown(difference) not in honest]
    assert caught
    smallest = minimise.minimised(workplace, caught[0], preload=shim)
    assert len(smallest.case.queries) == 1 and smallest.ours.lines != smallest.theirs.lines
    assert "observed (- theirs, + ours):" in minimise.shown(smallest)


def test_the_same_seed_gives_the_same_cases(tmp_path):
    first, second = (list(generator.Generator(3, tmp_path).cases(20)) for _ in range(2))
    assert first == second != list(generator.Generator(4, tmp_path).cases(20))
