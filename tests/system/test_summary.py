"""The count that ./test ends with says what happened, whatever the XML is that it is made from."""

import pytest

from harness import summary

PASSED = '<testcase name="unit.a" status="run"/>'
FAILED = '<testcase name="unit.b" status="fail"><failure message=""/></testcase>'
NOT_STARTED = '<testcase name="unit.c" status="notrun"><skipped message="Unable to find executable"/></testcase>'
DISABLED = '<testcase name="unit.d" status="disabled"><skipped message="Disabled"/></testcase>'
SKIPPED = """<testcase name="unit.e" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/><system-out>
[ RUN      ] Suite.E
/src/e_test.cc:12: Skipped
needs the
  kernel's sctp module

[  SKIPPED ] Suite.E (0 ms)
</system-out></testcase>"""
PYTEST_FILE = '<testcase name="system.x" status="{}"/>'


@pytest.fixture
def count(tmp_path, capsys):
    """The exit status and the printed lines for these cases of ctest and these of pytest in system.x."""

    def run(*ctest_cases, pytest_cases=None):
        if ctest_cases:
            (tmp_path / "ctest.xml").write_text(f"<testsuite>{''.join(ctest_cases)}</testsuite>")
        if pytest_cases is not None:
            (tmp_path / "system.x.xml").write_text(f"<testsuites><testsuite>{pytest_cases}</testsuite></testsuites>")
        return summary.main(tmp_path), capsys.readouterr().out.splitlines()

    return run


@pytest.mark.parametrize("cases, status, line", [
    ([PASSED], 0, "1 passed, 0 failed, 0 skipped"),
    ([PASSED, FAILED], 1, "1 passed, 1 failed, 0 skipped"),
    ([PASSED, NOT_STARTED], 1, "1 passed, 1 failed, 0 skipped"),
    ([PASSED, SKIPPED, DISABLED], 0, "1 passed, 0 failed, 2 skipped"),
    ([SKIPPED], 1, "0 passed, 0 failed, 1 skipped"),
    (["<properties/>"], 1, "0 passed, 0 failed, 0 skipped"),
    ([], 1, "0 passed, 1 failed, 0 skipped"),
])
def test_ctest_alone(count, cases, status, line):
    assert (count(*cases)[0], count(*cases)[1][-1]) == (status, line)


def test_skips_are_listed_with_their_reasons(count):
    assert "  unit.e: needs the kernel's sctp module" in count(PASSED, SKIPPED)[1]


def test_a_pytest_file_counts_as_the_tests_inside(count):
    inside = '<testcase name="a"/><testcase name="b"/><testcase name="c"><skipped message="not root"/></testcase>'
    status, lines = count(PYTEST_FILE.format("run"), pytest_cases=inside)
    assert (status, lines[-1]) == (0, "2 passed, 0 failed, 1 skipped")
    assert "  system.x.c: not root" in lines


@pytest.mark.parametrize("inside, line", [
    ('<testcase name="a"/><testcase name="b"><failure/></testcase>', "1 passed, 1 failed, 0 skipped"),
    ('<testcase name="a"><error/></testcase>', "0 passed, 1 failed, 0 skipped"),
    ('<testcase name="a"/>', "1 passed, 1 failed, 0 skipped"),
    ("", "0 passed, 1 failed, 0 skipped"),
    (None, "0 passed, 1 failed, 0 skipped"),
])
def test_a_pytest_file_that_failed_never_counts_as_passed(count, inside, line):
    status, lines = count(PYTEST_FILE.format("fail"), pytest_cases=inside)
    assert (status, lines[-1]) == (1, line)
