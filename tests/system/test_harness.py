"""The harness keeps its own promises: what a test makes is there while it runs and gone when it ends, however."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DEADLINE_SECONDS = 30


def existing():
    listing = subprocess.run(("ip", "netns", "list"), check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^(pr-\S+)", listing, re.MULTILINE))


def start_pytest(directory, body):
    """Runs a test with that body in a pytest of its own, under the project's fixtures."""
    (directory / "conftest.py").write_text((TESTS / "conftest.py").read_text())
    (directory / "test_inner.py").write_text(f"def test_inner(network):\n    {body}\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PORTREEVE_")}
    return subprocess.Popen((sys.executable, "-B", "-m", "pytest", "-q", "-c", TESTS / "pytest.ini", "-s",
                             f"--rootdir={directory}", f"--override-ini=pythonpath={TESTS}", directory),
                            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


# Announces its namespace, with a listener inside, so that the outer test knows what must vanish.
ANNOUNCE = "made = network.namespace(); made.listen('tcp:127.0.0.1:1', 'tcp:127.0.0.1:2', processes=2); print('MADE', made.name, flush=True); "


def announced(process):
    for line in process.stdout:
        if match := re.search(r"MADE (pr-\S+)", line):
            return match.group(1)
    raise AssertionError("the inner test made no namespace")


def test_namespaces_vanish_after_a_failing_test(namespaces_available, tmp_path):
    process = start_pytest(tmp_path, ANNOUNCE + "assert False")
    name = announced(process)
    output, _ = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 1 and "1 failed" in output
    assert name not in existing()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_namespaces_vanish_after_an_interrupted_test(namespaces_available, tmp_path, number):
    process = start_pytest(tmp_path, ANNOUNCE + "import time; time.sleep(60)")
    name = announced(process)
    assert name in existing()
    process.send_signal(number)
    process.communicate(timeout=DEADLINE_SECONDS)
    assert name not in existing()


def test_namespaces_of_a_killed_run_vanish_with_the_next(namespaces_available, tmp_path):
    process = start_pytest(tmp_path, ANNOUNCE + "import time; time.sleep(60)")
    name = announced(process)
    process.kill()
    process.communicate(timeout=DEADLINE_SECONDS)
    (tmp_path / "next").mkdir()
    start_pytest(tmp_path / "next", ANNOUNCE).communicate(timeout=DEADLINE_SECONDS)
    assert name not in existing()


def test_listeners_die_with_the_run_that_started_them(namespaces_available, tmp_path):
    process = start_pytest(tmp_path, ANNOUNCE + "print('PIDS', *made.pids(), flush=True); import time; time.sleep(60)")
    announced(process)
    pids = process.stdout.readline().split()[1:]
    process.kill()
    process.communicate(timeout=DEADLINE_SECONDS)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while any(Path("/proc", pid).exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(pids) == 2 and not any(Path("/proc", pid).exists() for pid in pids)


def test_names_are_unique(network):
    assert len({network.namespace().name for _ in range(3)}) == 3


def test_connected_namespaces_reach_each_other_in_both_families(network):
    left, right = network.namespace(), network.namespace()
    network.connect(left, right, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64")
    right.listen("tcp:0.0.0.0:7", "tcp:[::]:7,v6only")
    for address in ("192.0.2.2", "2001:db8::2"):
        left.run("python3", "-c", f"import socket; socket.create_connection(({address!r}, 7), timeout=10)")


def test_listeners_open_what_they_are_told(namespace):
    namespace.listen("tcp:127.0.0.1:23", "udp:[::1]:69", "tcp:[::]:80,v6only", "udp:0.0.0.0:123,device=lo", processes=2)
    listed = namespace.run("ss", "-Hltun").stdout
    sockets = {(fields[0], fields[4]) for fields in map(str.split, listed.splitlines())}
    assert sockets == {("tcp", "127.0.0.1:23"), ("udp", "[::1]:69"), ("tcp", "[::]:80"), ("udp", "0.0.0.0%lo:123")}


def test_a_listener_that_cannot_open_says_why(namespace):
    with pytest.raises(RuntimeError, match="Cannot assign requested address"):
        namespace.listen("tcp:192.0.2.1:23")


def test_kernel_settings_stay_inside(namespace):
    outside = Path("/proc/sys/net/ipv4/ip_default_ttl").read_text()
    namespace.set_kernel(**{"net/ipv4/ip_default_ttl": 33})
    assert namespace.run("cat", "/proc/sys/net/ipv4/ip_default_ttl").stdout == "33\n"
    assert Path("/proc/sys/net/ipv4/ip_default_ttl").read_text() == outside
