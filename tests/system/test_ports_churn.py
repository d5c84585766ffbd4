"""Listings while sockets and processes come and go, and while process numbers are used again and again."""

import json
import sys
from collections import Counter

import pytest

from harness import program

# Processes that listen for a moment, each at a port of its own by which it calls itself, one after the other in each of
# several lines; meanwhile the program lists 30 times. In a pid namespace of their own they all get the same few numbers
# (pid_namespaces(7), ns_last_pid).
CHURN = """
import ctypes, os, signal, socket, subprocess, sys, time
libc = ctypes.CDLL(None)
reuses = sys.argv[1] == "reuse"
def listen(port):
    # Most are gone before a listing has ended, some are not.
    libc.prctl(15, f"p{port}".encode())
    held = socket.create_server(("127.0.0.1", port))
    time.sleep(0.002 if port % 5 else 0.3)
    os._exit(0)
def churn(line):
    libc.prctl(1, signal.SIGKILL)
    for number in range(3000):
        if reuses:
            open("/proc/sys/kernel/ns_last_pid", "w").write(str(1000 + 10 * line))
        child = os.fork()
        if child == 0:
            try:
                listen(10000 * line + 10000 + number)
            finally:
                os._exit(1)
        os.waitpid(child, 0)
    os._exit(0)
lines = []
for line in range(3):
    child = os.fork()
    if child == 0:
        churn(line)
    lines.append(child)
for _ in range(30):
    finished = subprocess.run(sys.argv[2:], capture_output=True, text=True)
    print(finished.returncode, " ".join(finished.stdout.split()), finished.stderr, sep="\\t", flush=True)
for line in lines:
    os.kill(line, signal.SIGKILL)
"""


def listings(namespace, kind):
    own_pids = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc") if kind == "reuse" else ()
    finished = namespace.run(*own_pids, sys.executable, "-c", CHURN, kind, program.binary(), "ports", "-tlnp", "--json")
    lines = [line.split("\t") for line in finished.stdout.splitlines()]
    assert len(lines) == 30
    for status, text, errors in lines:
        assert (status, errors) == ("0", "")
        yield json.loads(text)


@pytest.mark.parametrize("kind", ["fresh", "reuse"])
def test_what_comes_and_goes_meanwhile_is_listed_once_and_never_with_a_wrong_owner(namespace, kind):
    seen = 0
    for listing in listings(namespace, kind):
        assert listing["unseen"] == []
        sockets = listing["sockets"]
        assert [cookie for cookie, times in Counter(socket["cookie"] for socket in sockets).items() if times > 1] == []
        owners = [(socket["local"]["port"], owner) for socket in sockets for owner in socket["owners"]]
        assert [(port, owner) for port, owner in owners if owner["comm"] != f"p{port}"] == []
        seen += len(owners)
    assert seen > 0
