"""Listing sockets, with the processes that hold them, beside ss(8) and netstat(8).

socket_crowd holds the sockets, in a network namespace of the case's own. Who looks for owners looks at the other
processes of the machine as well, on both sides.
"""

import re
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cases import BUSY_SOCKETS, Case, Course, Figure, Growth, Race, Side, Unable, busy_host
from harness.namespaces import kill_all

# Output goes nowhere: what a terminal or a pipe makes of it is not what is measured.
QUIET = 'exec "$0" "$@" >/dev/null'
MEBIBYTE = 1 << 20
PATIENCE_SECONDS = 300
# What a connected socket takes of the kernel's memory with its file, measured, and as much again to be safe.
BYTES_PER_SOCKET = 2 * 4700


def count_lines(machine, word, command):
    """How many lines of a command's output hold a word, and what it says on standard error."""
    finished = machine.run("sh", "-c", 'word=$0; "$@" | grep -c -F -e "$word"', word, *command, check=False,
                           timeout=PATIENCE_SECONDS)
    return int(finished.stdout or 0), finished.stderr.strip()


def check(machine, expected, word, commands):
    """Refuses sides that leave out sockets. One that finds owners names socket_crowd in each line."""
    for name, command in commands.items():
        shown, said = count_lines(machine, word if name.endswith("without") else "socket_crowd", command)
        if shown != expected:
            raise Unable(f'"{name}" shows {shown} of {expected} sockets: {said or "no error"}')


def quiet_sides(commands):
    return {name: Side(Path("/bin/sh"), ("-c", QUIET, *command)) for name, command in commands.items()}


def wait_until_gone(pids):
    """Waits for killed processes. Sockets are closed by then, so that the next case does not pay for it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(Path("/proc", str(pid)).exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)


@contextmanager
def crowd(host, programs, *arguments):
    """Holds what socket_crowd makes by its arguments."""
    daemon = host.start(programs / "socket_crowd", *arguments, patience=PATIENCE_SECONDS)
    pids = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
    try:
        yield daemon
    finally:
        kill_all([daemon.pid])  # its processes die with it
        wait_until_gone(pids)


@contextmanager
def listeners(network, _directory, programs, processes, each, files=0):
    """So many processes with so many listeners each, and open files that are no sockets."""
    host = network.namespace()
    commands = {
        "with owners": (programs / "portreeve", "ports", "-tlnpH"),
        "ss with owners": ("/usr/bin/ss", "-tlnpH"),
        "netstat with owners": ("/usr/bin/netstat", "-tlnp"),
        "without": (programs / "portreeve", "ports", "-tlnH"),
        "ss without": ("/usr/bin/ss", "-tlnH"),
        "netstat without": ("/usr/bin/netstat", "-tln"),
    }
    with crowd(host, programs, processes, each, 0, files):
        check(host, processes * each, "LISTEN", commands)
        yield Course(host, quiet_sides(commands))


def with_owners(times_faster):
    return Figure("with owners", "process", ours="with owners", peer="ss with owners", at_most=1 / times_faster,
                  beside="netstat with owners")


WITHOUT = Figure("without", "process", ours="without", peer="ss without", at_most=1 / 1.5, beside="netstat without")


class SmallHost:
    """A namespace of processes in which nothing else of the machine is seen."""

    def __init__(self, host, pid):
        self._host = host
        self._pid = pid

    def run(self, *command, **options):
        return self._host.run("nsenter", f"--target={self._pid}", "--pid", "--mount", *command, **options)


@contextmanager
def small_host(network, _directory, programs, processes, each, files):
    """A host with few processes, where to look at all links in /proc takes less than to load a program."""
    host = network.namespace()
    holder = host.start("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", programs / "socket_crowd",
                        processes, each, 0, files)
    first = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().strip()
    commands = {"with owners": (programs / "portreeve", "ports", "-tlnpH"), "ss with owners": ("/usr/bin/ss", "-tlnpH"),
                "netstat with owners": ("/usr/bin/netstat", "-tlnp")}
    machine = SmallHost(host, first)
    check(machine, processes * each, "LISTEN", commands)
    yield Course(machine, quiet_sides(commands))


# What netstat(8) and ss(8) have instead of --all-netns: one run in the namespace of each process.
# Without owners: with -p each run goes through all processes again, and all of them take minutes.
SS_IN_EACH = 'for pid; do nsenter --target="$pid" --net ss -tlnH; done'


@contextmanager
def namespaces(network, _directory, programs, count, each):
    """So many processes, each in a network namespace of its own."""
    host = network.namespace()
    with crowd(host, programs, count, each, 0, 0, "apart") as daemon:
        pids = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        commands = {"with owners": (programs / "portreeve", "ports", "-tlnpH", "--all-netns"),
                    "ss without, in each": ("/bin/sh", "-c", SS_IN_EACH, "sh", *pids)}
        shown, said = count_lines(host, "socket_crowd", commands["with owners"])
        if shown < count * each:  # those of another run on the same machine are seen as well
            raise Unable(f"{shown} of {count * each} sockets are shown: {said or 'no error'}")
        yield Course(host, quiet_sides(commands))


def available_memory():
    return 1024 * int(re.search(r"^MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE).group(1))


@contextmanager
def connections(network, _directory, programs, size):
    """So many established sockets, a thousand in each process."""
    if size * BYTES_PER_SOCKET > available_memory():
        raise Unable(f"{size:,} sockets may take {size * BYTES_PER_SOCKET // MEBIBYTE} MiB, "
                     f"and {available_memory() // MEBIBYTE} MiB are free")
    host = network.namespace()
    commands = {
        "JSON with owners": (programs / "portreeve", "ports", "-tn", "--json"),
        "with owners": (programs / "portreeve", "ports", "-tnpH"),
        "without": (programs / "portreeve", "ports", "-tnH"),
        "ss without": ("/usr/bin/ss", "-tnH"),
    }
    with crowd(host, programs, size // 1000, 0, 500, 0):
        check(host, size, "ESTAB", commands)
        yield Course(host, quiet_sides(commands))


STREAMING = (
    Figure("without", "process", ours="without", peer="ss without"),
    Figure("with owners", "process", ours="with owners"),
    Figure("JSON with owners", "process", ours="JSON with owners"),
    *(Figure(f"{name}: memory", "memory", ours=name, at_most=64, per=MEBIBYTE, unit="MiB")
      for name in ("without", "with owners", "JSON with owners")),
)


CASES = [
    Case(name="ports-2000-sockets", prepare=busy_host, portreeve=("ports", "-tulnp"), peer=("ss", "-tulnp"),
         is_complete=lambda output: sum("python3" in line for line in output.splitlines()) >= BUSY_SOCKETS),
    Race(name="ports-40000-listeners", prepare=partial(listeners, processes=2000, each=20),
         figures=(with_owners(10), WITHOUT), runs=7),
    Race(name="ports-many-files", prepare=partial(listeners, processes=200, each=5, files=1000),
         figures=(with_owners(8),), runs=7),
    Race(name="ports-small-host", prepare=partial(small_host, processes=20, each=1, files=10),
         figures=(Figure("with owners", "process", ours="with owners", peer="ss with owners",
                         beside="netstat with owners"),), runs=30),
    Race(name="ports-1000-namespaces", prepare=partial(namespaces, count=1000, each=2),
         figures=(Figure("with owners", "process", ours="with owners", peer="ss without, in each"),), runs=1),
    Growth(name="ports-connections", sizes=(100_000, 1_000_000), prepare=connections, figures=STREAMING, runs=3,
           at_most=1.5),
]
