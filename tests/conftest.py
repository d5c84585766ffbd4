"""The fixtures that every pytest file of the project can use; tests/harness holds what they are made of."""

import os
import shutil
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness import namespaces, program
from system.vm import machine


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Under ./test, writes the outcome of each test where the count is made from. A SIGTERM ends a run as Ctrl-C
    does, so that what the tests have made is removed."""
    results = os.environ.get("PORTREEVE_RESULTS")
    if results:
        config.option.xmlpath = str(Path(results) / (os.environ["PORTREEVE_TEST_NAME"] + ".xml"))
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def namespaces_available():
    """Skips the test where network namespaces cannot be made."""
    reason = namespaces.why_unavailable()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def network(namespaces_available):
    """Makes and connects network namespaces that end with the test (harness/namespaces.py)."""
    with namespaces.Network() as made:
        yield made


@pytest.fixture
def namespace(network):
    """One network namespace with nothing in it but its loopback interface, up."""
    return network.namespace()


@pytest.fixture(scope="session")
def public_binary(tmp_path_factory):
    """A copy of the program where every user can execute it: a checkout may lie below a private directory."""
    directory = tmp_path_factory.mktemp("bin")
    for part in (directory, *directory.parents[:2]):
        part.chmod(0o755)
    return Path(shutil.copy2(program.binary(), directory / "portreeve"))


@pytest.fixture
def portreeve(request):
    """portreeve("ports", "--json", namespace=…, user="nobody", stdin=…, environment={…}) runs the program and
    returns its Answer: status, stdout, stderr, and json, which is stdout parsed."""

    def run(*arguments, user=None, **options):
        chosen = request.getfixturevalue("public_binary") if user else program.binary()
        return program.run(chosen, arguments, user=user, **options)

    return run


@pytest.fixture(scope="module")
def boot(tmp_path_factory):
    """boot(modules=[…], programs=[…]) starts a virtual machine (system/vm/machine.py), which ends with the file of
    tests. Skips the test where there can be none."""
    if reason := machine.why_unavailable():
        pytest.skip(reason)
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(machine.VirtualMachine(tmp_path_factory.mktemp("vm"), **options))
