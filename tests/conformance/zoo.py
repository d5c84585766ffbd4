"""A namespace with a socket of every kind, and the programs that list them, side by side."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager
from pathlib import Path

from harness import program
from harness.namespaces import Network

HARNESS = Path(__file__).parents[1] / "harness"
ODD_NAMES = ["a b", "(x) y", "two\nlines", "größe", '"q"', "back\\slash", "a)b"]
PATIENCE_SECONDS = 120
ATTEMPTS = 10
MANY_RETRIES = 12  # which take a quarter of an hour


@contextmanager
def zoo(directory):
    """A namespace that holds the sockets of harness/socket_zoo.py until the block ends."""
    with Network() as network:
        host, silent = network.namespace(), network.namespace()
        host.set_kernel(**{"net/ipv4/tcp_syn_retries": MANY_RETRIES})
        network.connect(host, silent, "192.0.2.1/24", "192.0.2.2/24", "fe80::1/64", "fe80::2/64")
        host.ip("neighbour", "add", "192.0.2.99", "lladdr", "02:00:00:00:00:99", "dev", "eth0")
        host.start(sys.executable, HARNESS / "socket_zoo.py", directory, "eth0")
        yield host


def start_odd_owners(namespace):
    """Starts processes with these names that hold TCP sockets together (harness/odd_owners.py)."""
    namespace.start(sys.executable, HARNESS / "odd_owners.py", *ODD_NAMES)


def inside(namespace, command):
    """A command line that runs a program in the namespace, without what `ip netns exec` mounts each time."""
    return ("nsenter", f"--net=/run/netns/{namespace.name}", *map(str, command))


def run(namespace, *command, **options):
    """Runs a program in the namespace and returns its CompletedProcess, whatever its exit status."""
    return subprocess.run(inside(namespace, command), capture_output=True, text=True,
                          errors="surrogateescape", timeout=PATIENCE_SECONDS, **options)


def ours(*arguments):
    """The command line of `portreeve ports` with these arguments."""
    return (program.binary(), "ports", *arguments)


def link(name, directory):
    """A link of that name to the program."""
    path = Path(directory) / name
    if not path.exists():
        path.symlink_to(program.binary())
    return path


def on_terminal(namespace, columns, *command):
    """What a program writes to a terminal that is so many columns wide."""
    ours_end, its_end = pty.openpty()
    fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(inside(namespace, command), stdin=subprocess.DEVNULL, stdout=its_end,
                          stderr=subprocess.DEVNULL) as running:
        os.close(its_end)
        written = b""
        while True:
            try:
                piece = os.read(ours_end, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            written += piece
    os.close(ours_end)
    return written.decode(errors="surrogateescape")


def beside(theirs, mine, key=lambda listing: listing):
    """What `theirs()` prints before and after `mine()` does, and between them what that prints. What there is to list may
    move meanwhile, so all of it is done again until the key of what is before is that of what is after."""
    for _ in range(ATTEMPTS):
        before, shown, after = theirs(), mine(), theirs()
        if key(before) == key(after):
            return before, shown, after
    raise AssertionError(f"not the same twice in {ATTEMPTS} times:\n{before}\n{after}")


def rows(listing):
    """The lines of a listing, sorted, each with one blank between its words: without widths and without order. The
    netlink socket by which the listing was made is left out."""
    lines = (" ".join(line.split()) for line in listing.splitlines())
    return sorted(line for line in lines if not re.search(r"(tcpdiag:(ss|portreeve)/\d+|\b4:\d+) ", line + " "))


# What goes by the clock in listings of ss and of netstat.
TIME = re.compile(r"(?<=timer:\()(?P<name>\w+),(?P<left>[0-9a-z.]+)"
                  r"|(?<=lastsnd:|lastrcv:|lastack:)(?P<ago>\d+)"
                  r"|(?<=busy:)(?P<busy>\d+)ms"
                  r"|(?P<timer>\b(on|keepalive|timewait|probe)) \((?P<seconds>[0-9.]+)")
DURATION = re.compile(r"(?:(\d+)min)?(?:(\d+)(?:sec|\.))?(?:(\d+)ms)?")


def without_time(listing):
    """The words of a listing but for what goes by the clock."""
    masked = TIME.sub(lambda found: f"{found['name'] or found['timer'] or ''}…", listing)
    return [line.split() for line in masked.splitlines()]


def times(listing):
    """The numbers that without_time() leaves out, those with a unit in milliseconds."""
    return [_milliseconds(found) for found in TIME.finditer(listing)]


def _milliseconds(found):
    if left := found["left"]:
        minutes, seconds, rest = (int(part or 0) for part in DURATION.fullmatch(left).groups())
        return minutes * 60_000 + seconds * 1000 + rest
    return float(found["seconds"] or found["ago"] or found["busy"])
