"""The same lab twice: machines whose daemons run on Debian's libwrap, and machines where they run on ours.

    with both_sides(network, tmp_path) as sides:
        seen = on_each(sides, scenario)
        assert seen.ours == seen.original

PORTREEVE_LIBWRAP names the directory of the library under test, PORTREEVE_PROGRAMS that of the programs (tcpd and the
like), PORTREEVE_TCPD the tcpd; what is not named is taken from the release build of the checkout.
"""

import functools
import os
import platform
import re
import subprocess
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.clients import connect
from harness.logs import Log
from harness.machines import Machine
from harness.namespaces import PATIENCE_SECONDS, Namespace

CHECKOUT = Path(__file__).resolve().parents[2]
PEERS = CHECKOUT / "build" / "peers"
RELEASE = CHECKOUT / "build" / "release"
DEBIAN_LIBRARIES = Path(f"/lib/{platform.machine()}-linux-gnu")
DEBIAN_PROGRAMS = Path("/usr/sbin")
# What a first download of the daemons may take.
UNPACK_SECONDS = 240

SERVER = "192.0.2.1"
SERVER6 = "2001:db8::1"
# Both belong to the one peer: rules tell them apart.
FRIEND = "192.0.2.2"
STRANGER = "192.0.2.3"

Seen = namedtuple("Seen", "original ours")


@functools.cache
def daemon_file(path):
    """A file of the packages of the group "peer", which are unpacked on first use: daemon_file("usr/sbin/sshd")."""
    unpack = subprocess.run((CHECKOUT / "packaging" / "unpack-peers",), stdin=subprocess.DEVNULL, capture_output=True,
                            text=True, timeout=UNPACK_SECONDS)
    assert unpack.returncode == 0, unpack.stderr
    return PEERS / path


@dataclass
class Side:
    """A server with one implementation of TCP Wrappers, and the peer that it is connected to."""

    server: Machine
    peer: Namespace
    log: Log | None
    library: Path
    programs: Path
    tcpd: Path

    def rules(self, allow="", deny=""):
        self.server.write("/etc/hosts.allow", allow)
        self.server.write("/etc/hosts.deny", deny)

    def connect(self, port, source=FRIEND):
        return connect(self.peer, SERVER, port, source)

    def logged(self, pattern):
        """The lines since the last call that a pattern is found in, with the peer's port masked."""
        return [re.sub(r"(:|port )\d+\b", r"\1PORT", line) for line in self.log.lines() if re.search(pattern, line)]

    def processes_of(self, program):
        """The directories in /proc of the server's processes that run a program, which is given by its path."""
        return [process for pid in self.server.pids() if is_program(process := Path("/proc", str(pid)), program)]

    def assert_runs_on_its_library(self, daemon):
        """Holds when the daemon runs and each of its processes uses the library of this side and no other."""
        mapped = [libraries_of(process) for process in self.processes_of(daemon)]
        assert mapped and all(files == {os.path.realpath(self.library / "libwrap.so.0")} for files in mapped), mapped


def is_program(process, program):
    try:
        return os.readlink(process / "exe") == os.path.realpath(program)
    except OSError:
        return False  # it has just ended


def libraries_of(process):
    """The files of libwrap that a process has mapped."""
    return {line.split(maxsplit=5)[5] for line in (process / "maps").read_text().splitlines() if "/libwrap.so" in line}


def make_certificate(server):
    """Makes /etc/key.pem and a certificate for it, /etc/cert.pem, on a machine. It is made outside, where openssl
    has its settings."""
    key = server.path("/etc/key.pem")
    subprocess.run(("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-subj", "/CN=server", "-keyout", key, "-out", server.path("/etc/cert.pem")), check=True,
                   capture_output=True, timeout=PATIENCE_SECONDS)
    key.chmod(0o600)


def start_inetd(side, service, port, server, options=()):
    """Starts inetd with one TCP service; `server` is the program and then its arguments, as in inetd.conf(5)."""
    side.server.write("/etc/inetd.conf", " ".join(map(str, (service, "stream tcp nowait root", *server))) + "\n")
    # -i stays in the foreground, -E keeps the environment, which says which library the services get.
    side.server.start(daemon_file("usr/sbin/inetd"), "-i", "-E", *options, "/etc/inetd.conf", listening=[("tcp", port)])


@contextmanager
def both_sides(network, directory, collects_log=True):
    """Two servers at the same address, each with a peer of its own, that do not see each other: (original, ours).
    Without a collector at /dev/log, that place is left to a syslog daemon."""
    programs = Path(os.environ.get("PORTREEVE_PROGRAMS", RELEASE / "bin"))
    ours = (Path(os.environ.get("PORTREEVE_LIBWRAP", RELEASE / "lib")), programs,
            Path(os.environ.get("PORTREEVE_TCPD", programs / "tcpd")))
    for file in (ours[0] / "libwrap.so.0", ours[2]):
        assert file.exists(), f"nothing to test: there is no {file}"
    original = (DEBIAN_LIBRARIES, DEBIAN_PROGRAMS, DEBIAN_PROGRAMS / "tcpd")
    with ExitStack() as stack:
        sides = []
        for name, implementation in (("original", original), ("ours", ours)):
            inside, peer = network.namespace(), network.namespace()
            network.connect(inside, peer, f"{SERVER}/24", f"{FRIEND}/24", f"{SERVER6}/64", "2001:db8::2/64")
            peer.ip("address", "add", f"{STRANGER}/24", "dev", "eth0")
            server = stack.enter_context(Machine(inside, directory / name))
            server.environment["LD_LIBRARY_PATH"] = str(implementation[0])
            log = stack.enter_context(Log(server)) if collects_log else None
            sides.append(Side(server, peer, log, *implementation))
        yield Seen(*sides)


def on_each(sides, scenario):
    """Plays a scenario on both sides at once and returns what it returned: a denied peer may have to wait seconds.
    The daemons that it has started end with it, for each dies with the thread that has started it."""
    with ThreadPoolExecutor(len(sides)) as pool:
        return Seen(*pool.map(scenario, sides, timeout=2 * PATIENCE_SECONDS))
