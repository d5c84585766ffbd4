"""What every pytest file of the project can use; see tests/harness for the parts."""

import os
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Under ./test, write the outcome of each test where the count is made from."""
    results = os.environ.get("PORTREEVE_RESULTS")
    if results:
        config.option.xmlpath = str(Path(results) / (os.environ["PORTREEVE_TEST_NAME"] + ".xml"))
