"""Network namespaces for tests and benchmarks, each with a name of its own, that vanish with what runs inside.

    with Network() as network:
        host, peer = network.namespace(), network.namespace()
        network.connect(host, peer, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64")
        host.listen("tcp:0.0.0.0:23", "udp:[::]:69")
        peer.run("ping", "-c1", "192.0.2.1")

Leaving the block, by whatever way, kills what was started in the namespaces and deletes them. What a killed run has
left behind is deleted by the next one: the name of a namespace says whose it is ("pr-PID-NUMBER").
"""

import ctypes
import itertools
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

LISTENERS = Path(__file__).with_name("listeners.py")
# What a command or the start of a daemon may take before it counts as hung.
PATIENCE_SECONDS = 60
PR_SET_PDEATHSIG = 1  # prctl(2)

_libc = ctypes.CDLL(None, use_errno=True)
_numbers = itertools.count(1)


def why_unavailable():
    """Why namespaces cannot be made here, or None when they can."""
    if os.geteuid() != 0:
        return "making network namespaces needs root"
    try:
        with Network() as network:
            network.namespace()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"network namespaces are not available: {getattr(error, 'stderr', None) or error}".strip()
    return None


class Namespace:
    """One namespace. Made by Network.namespace(), with its loopback interface up."""

    def __init__(self, name):
        self.name = name
        self._daemons = []

    def prefix(self):
        """What to put before a command so that it runs inside."""
        return ("ip", "netns", "exec", self.name)

    def run(self, *command, check=True, **options):
        """Runs a command inside and returns its subprocess.CompletedProcess, output as text."""
        options = {"capture_output": True, "text": True, "timeout": PATIENCE_SECONDS, **options}
        return subprocess.run(self.prefix() + tuple(map(str, command)), check=check, **options)

    def ip(self, *arguments):
        """Runs ip(8) inside, as in namespace.ip("link", "set", "lo", "down")."""
        return subprocess.run(("ip", "-netns", self.name, *map(str, arguments)), check=True, capture_output=True,
                              text=True, timeout=PATIENCE_SECONDS)

    def set_kernel(self, **settings):
        """Sets kernel settings inside: set_kernel(**{"net/ipv4/ip_forward": 1})."""
        for key, value in settings.items():
            self.run("tee", f"/proc/sys/{key}", input=f"{value}\n")

    def start(self, *command, patience=PATIENCE_SECONDS):
        """Starts a daemon inside and returns its Popen once it has written a line that says READY, in so many seconds
        at most."""
        errors = tempfile.TemporaryFile("w+")
        daemon = subprocess.Popen(self.prefix() + tuple(map(str, command)), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=errors, text=True,
                                  start_new_session=True, preexec_fn=die_with_parent)
        self._daemons.append(daemon)
        ready, _, _ = select.select([daemon.stdout], [], [], patience)
        if not ready or daemon.stdout.readline().strip() != "READY":
            daemon.kill()
            daemon.wait()
            errors.seek(0)
            raise RuntimeError(f"{' '.join(daemon.args[:8])} … did not get ready: {errors.read()}")
        return daemon

    def listen(self, *endpoints, processes=1):
        """Starts processes that hold these sockets open among them; listeners.py says how each is written."""
        return self.start(sys.executable, LISTENERS, processes, *endpoints)

    def pids(self):
        """The processes inside, whoever started them."""
        listing = subprocess.run(("ip", "netns", "pids", self.name), check=True, capture_output=True, text=True).stdout
        return [int(pid) for pid in listing.split()]

    def close(self):
        """Kills what runs inside and deletes the namespace."""
        kill_all(self.pids())
        for daemon in self._daemons:
            daemon.kill()
            daemon.wait()
            daemon.stdout.close()
        subprocess.run(("ip", "netns", "delete", self.name), check=True, capture_output=True, text=True)


class Network:
    """The namespaces that one test makes, and the links between them."""

    def __init__(self):
        self._stack = ExitStack()

    def __enter__(self):
        _delete_abandoned()
        return self

    def __exit__(self, *exception):
        self._stack.close()

    def namespace(self):
        """Makes a namespace."""
        name = f"pr-{os.getpid()}-{next(_numbers)}"
        subprocess.run(("ip", "netns", "add", name), check=True, capture_output=True, text=True)
        namespace = Namespace(name)
        self._stack.callback(namespace.close)
        namespace.ip("link", "set", "lo", "up")
        return namespace

    def connect(self, left, right, *addresses, interfaces=("eth0", "eth0")):
        """Puts a cable (veth(4)) between two namespaces. `addresses` belong to the left end and the right in turn;
        they are usable at once: duplicate address detection is left out."""
        subprocess.run(("ip", "-netns", left.name, "link", "add", interfaces[0], "type", "veth",
                        "peer", "name", interfaces[1], "netns", right.name), check=True, capture_output=True, text=True)
        ends = tuple(zip((left, right), interfaces))
        for index, address in enumerate(addresses):
            namespace, interface = ends[index % 2]
            namespace.ip("address", "add", address, "dev", interface, *(("nodad",) if ":" in address else ()))
        for namespace, interface in ends:
            namespace.ip("link", "set", interface, "up")


def kill_all(pids):
    """Kills processes, of which some may have ended by themselves."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def die_with_parent():
    """Runs in a child before it becomes the command, which keeps the setting across exec(2)."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _delete_abandoned():
    """Deletes the namespaces of runs that are no more, as after a SIGKILL, and what still runs inside them."""
    listing = subprocess.run(("ip", "netns", "list"), check=True, capture_output=True, text=True).stdout
    for name, owner in re.findall(r"^(pr-(\d+)-\d+)\b", listing, re.MULTILINE):
        if not Path("/proc", owner).exists():
            try:
                Namespace(name).close()
            except subprocess.CalledProcessError:
                pass  # another run has just deleted it
