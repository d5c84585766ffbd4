"""Listing sockets, with the processes that hold them, beside ss(8)."""

from contextlib import contextmanager
from functools import partial

from cases import BUSY_SOCKETS, Case, Course, Figure, Race, Side, Unable, busy_host

# Output goes nowhere: what a terminal or a pipe makes of it is not what is measured.
QUIET = 'exec "$0" "$@" >/dev/null'
MEBIBYTE = 1 << 20
PATIENCE_SECONDS = 300


def count_lines(host, *command):
    finished = host.run("sh", "-c", '"$0" "$@" | wc -l', *command, timeout=PATIENCE_SECONDS)
    return int(finished.stdout)


@contextmanager
def crowd(network, _directory, programs, processes, listeners=0, connections=0, files=0):
    """A namespace with so many processes; each has listeners, connections to itself and files that are no sockets."""
    host = network.namespace()
    host.start(programs / "socket_crowd", processes, listeners, connections, files)
    commands = {
        "owners": (programs / "portreeve", "ports", "-tanpH"),
        "ss owners": ("/usr/bin/ss", "-tanpH"),
        "bare": (programs / "portreeve", "ports", "-tanH"),
        "ss bare": ("/usr/bin/ss", "-tanH"),
        "json": (programs / "portreeve", "ports", "-tan", "--json"),
    }
    expected = processes * (listeners + 2 * connections + (connections > 0))
    for name in ("owners", "ss owners") if connections == 0 else ("bare", "ss bare"):
        shown = count_lines(host, *commands[name])
        if shown != expected:
            raise Unable(f"{name} shows {shown} of {expected} sockets")
    yield Course(host, {name: Side("/bin/sh", ("-c", QUIET, *command)) for name, command in commands.items()})


LISTENING = (
    Figure("with owners", "process", ours="owners", peer="ss owners", at_most=0.1),
    Figure("without", "process", ours="bare", peer="ss bare", at_most=1 / 1.5),
)


def streaming(sockets):
    """What a socket takes, to be the same for any number of them, and the memory, to stay small."""
    return (
        Figure("a socket in JSON", "process", ours="json", per=sockets),
        Figure("a socket", "process", ours="bare", peer="ss bare", per=sockets),
        Figure("a socket with its owner", "process", ours="owners", peer="ss owners", per=sockets),
        Figure("memory for JSON", "memory", ours="json", at_most=64, per=MEBIBYTE, unit="MiB"),
        Figure("memory with owners", "memory", ours="owners", peer="ss owners", per=MEBIBYTE, unit="MiB"),
    )


CASES = [
    Case(name="ports-2000-sockets", prepare=busy_host, portreeve=("ports", "-tulnp"), peer=("ss", "-tulnp"),
         is_complete=lambda output: sum("python3" in line for line in output.splitlines()) >= BUSY_SOCKETS),
    Race(name="ports-40000-listeners", prepare=partial(crowd, processes=2000, listeners=20), figures=LISTENING, runs=7),
    Race(name="ports-many-files", prepare=partial(crowd, processes=200, listeners=5, files=1000),
         figures=(Figure("with owners", "process", ours="owners", peer="ss owners", at_most=1 / 8),), runs=7),
    Race(name="ports-100000-connections", prepare=partial(crowd, processes=100, connections=500),
         figures=streaming(100_000), runs=3),
    Race(name="ports-million-connections", prepare=partial(crowd, processes=1000, connections=500),
         figures=streaming(1_000_000), runs=1),
]
