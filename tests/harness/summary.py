"""Counts what a run of the tests did and prints it:  summary.py RESULTS

RESULTS is the directory where ./test lets ctest write ctest.xml and pytest one NAME.xml for each file that ctest ran
as the test NAME (JUnit's XML both). A pytest file counts as the tests inside it, so that one of them that skips is
seen. Prints the skipped tests with their reasons, the failed ones, and last "N passed, N failed, N skipped".
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    name: str
    state: str  # "passed", "failed" or "skipped"
    reason: str = ""


def pytest_outcomes(prefix, file):
    """What pytest wrote: an outcome for each test, named as ctest's test and then the function."""
    for case in ElementTree.parse(file).iter("testcase"):
        name = f"{prefix}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            yield Outcome(name, "failed")
        elif skipped is not None:
            yield Outcome(name, "skipped", skipped.get("message", ""))
        else:
            yield Outcome(name, "passed")


def googletest_skip_reason(output):
    """What a GTEST_SKIP() streamed: the lines after "FILE:LINE: Skipped"."""
    match = re.search(r"^\S+:\d+: Skipped\n(.*?)\n*^\[  SKIPPED \]", output, re.MULTILINE | re.DOTALL)
    return " ".join(match.group(1).split()) if match else ""


def ctest_outcome(case):
    """What ctest says about one of its tests. One that could not be started is "notrun", and that is a failure."""
    name, status = case.get("name"), case.get("status")
    if status == "run":
        return Outcome(name, "passed")
    if status == "disabled":
        return Outcome(name, "skipped", "disabled in its source")
    skipped = case.find("skipped")
    if skipped is not None and skipped.get("message", "").startswith("SKIP_"):
        return Outcome(name, "skipped", googletest_skip_reason(case.findtext("system-out", "")))
    return Outcome(name, "failed")


def outcomes(results):
    """Everything in the directory that ./test collected its results in."""
    ctest_file = results / "ctest.xml"
    if not ctest_file.exists():
        return [Outcome("ctest", "failed")]
    found = []
    for case in ElementTree.parse(ctest_file).iter("testcase"):
        outcome = ctest_outcome(case)
        pytest_file = results / f"{outcome.name}.xml"
        inside = list(pytest_outcomes(outcome.name, pytest_file)) if pytest_file.exists() else []
        found += inside or [outcome]
        # pytest can fail without a failed test, as when it is killed or when a file does not import.
        if inside and outcome.state == "failed" and all(test.state != "failed" for test in inside):
            found.append(outcome)
    return found


def main(results):
    found = outcomes(Path(results))
    in_state = {state: [outcome for outcome in found if outcome.state == state]
                for state in ("passed", "failed", "skipped")}
    for state in ("skipped", "failed"):
        if in_state[state]:
            print(f"\n{state.capitalize()}:")
        for outcome in in_state[state]:
            print(f"  {outcome.name}" + (f": {outcome.reason or 'no reason given'}" if state == "skipped" else ""))
    print("\n" + ", ".join(f"{len(tests)} {state}" for state, tests in in_state.items()))
    return 0 if in_state["passed"] and not in_state["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
