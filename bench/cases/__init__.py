"""What a case is made of, and the loads that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

BUSY_SOCKETS = 2000
BUSY_PROCESSES = 200


class Unable(Exception):
    """A side of a case does not do what would be measured."""


@dataclass(frozen=True)
class Case:
    """Two whole commands, whose time hyperfine takes."""

    name: str
    prepare: Callable  # takes a harness.namespaces.Network, returns the Namespace in which both sides run
    portreeve: tuple[str, ...]  # the arguments of portreeve
    peer: tuple[str, ...]  # the peer's command, empty when there is none
    is_complete: Callable  # takes a side's standard output, says whether all the work shows in it
    runs: int = 20


@dataclass(frozen=True)
class Side:
    """A command of a race. A program may be run under another name than that of its file."""

    file: Path
    arguments: tuple[str, ...] = ()
    name: str = ""  # argv[0]; that of the file when empty
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """Where a race takes place, and between whom."""

    machine: object  # a harness.machines.Machine or harness.namespaces.Namespace
    sides: dict[str, Side]
    is_connected: bool = False  # whether a TCP connection is their standard input


@dataclass(frozen=True)
class Figure:
    """A row of a race's results: one number of one side beside the same number of another."""

    name: str
    measured: str  # "process" or "processor" (alternate.py), or the name under which the command prints it
    ours: str  # the side
    peer: str = ""  # the other side, empty when the number stands for itself
    at_most: float | None = None  # what the ratio, or the number itself, is to stay within
    per: int = 1  # what the number is divided by
    unit: str = "ns"
    beside: str = ""  # a third side to show
    less: str = ""  # a third side whose median is taken off both before anything else


@dataclass(frozen=True)
class Race:
    """Commands that take turns and are over so fast, or measure so small a part of themselves, that hyperfine cannot
    tell: alternate.py takes their times and what they print. A command that does not do its work fails."""

    name: str
    prepare: Callable  # takes a Network, an empty directory and that of the programs; a context that yields a Course
    figures: tuple[Figure, ...]
    runs: int


@dataclass(frozen=True)
class Growth:
    """A race on courses of growing size, one after the other: what is measured is to grow no faster than they do."""

    name: str
    sizes: tuple[int, ...]
    prepare: Callable  # as of a Race, and the size
    figures: tuple[Figure, ...]
    runs: int
    at_most: float  # how much more each figure of ours may be at the last size than at the first, for its size


def busy_host(network, interfaces=0):
    """A host with 2,000 sockets that wait for peers in 200 processes: TCP and UDP, IPv4 and IPv6 alike."""
    host = network.namespace()
    ports = range(1000, 1000 + BUSY_SOCKETS // 4)
    host.listen(*(socket.format(port) for port in ports
                  for socket in ("tcp:0.0.0.0:{}", "tcp:[::]:{},v6only", "udp:0.0.0.0:{}", "udp:[::]:{},v6only")),
                processes=BUSY_PROCESSES)
    for number in range(interfaces):
        host.ip("link", "add", f"br{number}", "type", "bridge")
        host.ip("address", "add", f"10.0.{number}.1/24", "dev", f"br{number}")
        host.ip("link", "set", f"br{number}", "up")
    return host
