"""The workplace that the tests of this directory share."""

import shutil

import pytest

from conformance import workplace as workplaces


@pytest.fixture(scope="session")
def workplace(tmp_path_factory):
    """Two libraries, side by side (workplace.py). What was built and written goes with the last test."""
    reason = workplaces.why_unavailable()
    if reason:
        pytest.fail(reason)
    directory = tmp_path_factory.mktemp("wrappers")
    yield workplaces.Workplace(directory)
    shutil.rmtree(directory)


@pytest.fixture
def alike(workplace):
    """alike(case) runs a case on both sides, demands that they agree, and returns what was observed."""

    def run(case, **options):
        ours, theirs = workplace.run_one(case, **options)
        assert ours.shown() == theirs.shown()
        return ours

    return run
