"""A network namespace that also has files of its own: /etc, /dev, /run and /var/log are directories of the test.

    with Machine(network.namespace(), tmp_path / "server") as server:
        server.write("/etc/hosts.deny", "ALL: ALL\\n")
        daemon = server.start("/usr/sbin/daemon", "--foreground", listening=("tcp", 21))
        assert server.read("/var/log/daemon.log")

What the programs of a machine read is what the test wrote, whatever the developer's machine has in its /etc, and
nothing of what they write there reaches that one. The mounts last as long as the namespace.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

from harness.namespaces import PATIENCE_SECONDS, die_with_parent, kill_all

PRIVATE_DIRECTORIES = ("etc", "dev", "run", "var/log")
DEVICES = ("full", "null", "ptmx", "random", "tty", "urandom", "zero")
# Facts that do not depend on what a machine is for, as Debian has them; names are looked up here alone.
COMMON_FILES = ("/etc/netconfig", "/etc/protocols", "/etc/rpc", "/etc/services")
NAME_SERVICES = "".join(f"{database}: files\n" for database in ("passwd", "group", "hosts", "services", "protocols",
                                                                "rpc", "netgroup"))
USERS = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n"
GROUPS = "root:x:0:\nnogroup:x:65534:\n"

# Runs in the mount namespace that `ip netns exec` has made. $1 is the machine's directory, the rest are the devices.
MOUNT = """
mount --make-rprivate /
directory=$1; shift
for device; do
  : >"$directory/dev/$device"
  mount --bind "/dev/$device" "$directory/dev/$device"
done
for part in """ + " ".join(PRIVATE_DIRECTORIES) + """; do mount --rbind "$directory/$part" "/$part"; done
echo READY
exec sleep infinity
"""

# How /proc/net shows a socket that waits: a TCP one that listens, a UDP one that is bound and not connected.
SOCKET_STATES = {"tcp": "0A", "udp": "07"}


def wait_until(condition, what):
    """Returns the first true value of condition(), which is asked again and again; fails when there is none in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s in vain for {what}"
        time.sleep(0.02)
    return value


class Machine:
    """One machine. It stands for its namespace wherever a prefix() or a run() is asked for."""

    def __init__(self, namespace, directory):
        self.namespace = namespace
        self.directory = Path(directory)
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        self._daemons = []
        self._holder = None

    def __enter__(self):
        for part in PRIVATE_DIRECTORIES:
            self.path(f"/{part}").mkdir(parents=True)
        self.path("/dev/fd").symlink_to("/proc/self/fd")
        for file in COMMON_FILES:
            shutil.copyfile(file, self.path(file))
        self.write("/etc/nsswitch.conf", NAME_SERVICES)
        self.write("/etc/passwd", USERS)
        self.write("/etc/group", GROUPS)
        self.write("/etc/host.conf", "multi on\n")
        self.write("/etc/hosts", "127.0.0.1 localhost\n")
        self._holder = self.namespace.start("sh", "-euc", MOUNT, "sh", self.directory, *DEVICES)
        return self

    def __exit__(self, *exception):
        """Kills what runs here, in whichever network namespace: vsftpd moves some of its children to another one."""
        kill_all(self.pids())
        for daemon in self._daemons:
            daemon.wait()

    def pids(self):
        """The processes that have the files of this machine, whoever started them."""
        here = os.readlink(f"/proc/{self._holder.pid}/ns/mnt")
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(process / "ns" / "mnt") == here:
                    found.append(int(process.name))
            except OSError:
                pass  # it has just ended
        return found

    def path(self, file):
        """Where the test finds a file that the machine has in one of its own directories."""
        return self.directory / str(file).lstrip("/")

    def write(self, file, text, append=False):
        """Writes one of the machine's files, for everyone to read, with the directories above it."""
        path = self.path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if append else "w") as opened:
            opened.write(text)

    def read(self, file):
        """What a file of the machine holds; nothing when there is none."""
        path = self.path(file)
        return path.read_text() if path.exists() else ""

    def prefix(self):
        """What to put before a command so that it runs on the machine, with nothing of the test's environment."""
        variables = (f"{name}={value}" for name, value in self.environment.items())
        return ("nsenter", f"--net=/run/netns/{self.namespace.name}", f"--mount=/proc/{self._holder.pid}/ns/mnt", "--",
                "env", "--ignore-environment", "--chdir=/", *variables)

    def run(self, *command, **options):
        """Runs a command on the machine and returns its subprocess.CompletedProcess."""
        options = {"capture_output": True, "timeout": PATIENCE_SECONDS, "stdin": subprocess.DEVNULL, **options}
        return subprocess.run(self.prefix() + tuple(map(str, command)), **options)

    def start(self, *command, listening=(), **options):
        """Starts a daemon that stays in the foreground and returns its Popen, once these sockets are there:
        ("tcp", 21), ("udp", 111). What it says is in the machine's file /output."""
        with self.path("/output").open("a") as output:
            options = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, **options}
            daemon = subprocess.Popen(self.prefix() + tuple(map(str, command)), start_new_session=True,
                                      preexec_fn=die_with_parent, **options)
        self._daemons.append(daemon)
        for transport, port in listening:
            wait_until(lambda: self.is_open(daemon, transport, port) or daemon.poll() is not None,
                       f"{command[0]} to open {transport} port {port}: {self.read('/output')}")
        assert daemon.poll() is None, f"{' '.join(map(str, command))} ended: {self.read('/output')}"
        return daemon

    @staticmethod
    def is_open(daemon, transport, port):
        """Whether a socket waits at a port of the daemon's network namespace. No packet is sent to find out."""
        try:
            tables = [Path("/proc", str(daemon.pid), "net", transport + version).read_text() for version in ("", "6")]
        except OSError:
            return False
        sockets = [line.split() for table in tables for line in table.splitlines()[1:]]
        return any(socket[1].endswith(f":{port:04X}") and socket[3] == SOCKET_STATES[transport] for socket in sockets)
