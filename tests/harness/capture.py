"""Captures a namespace into a directory, as `portreeve --root DIR` reads it: copies of files of /proc."""

import os
import shutil
from pathlib import Path

NETWORK_FILES = ("tcp", "tcp6", "udp", "udp6", "fib_trie", "if_inet6")


def capture(namespace, directory):
    """Writes DIRECTORY/proc with the namespace's settings, sockets, addresses and processes; returns DIRECTORY."""
    proc = Path(directory) / "proc"
    (proc / "sys" / "kernel").mkdir(parents=True)
    (proc / "net").mkdir()
    (proc / "sys" / "kernel" / "hostname").write_text("captured\n")
    for file in NETWORK_FILES:
        (proc / "net" / file).write_text(namespace.run("cat", f"/proc/net/{file}").stdout)
    for file, value in settings(namespace):
        copy = proc / Path(file).relative_to("/proc")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(value)
    for pid in namespace.pids():
        capture_process(Path("/proc", str(pid)), proc / str(pid))
    return Path(directory)


def settings(namespace):
    """(file, contents) of each setting that the audit may read. What can only be written is left out, as a capture
    does not have it; values of several lines are none of the audit's."""
    listing = namespace.run("grep", "-rs", "", "/proc/sys/net/ipv4/conf", "/proc/sys/net/ipv6/conf", "/proc/sys/net/ipv6/icmp",
                            "/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/tcp_syncookies",
                            "/proc/sys/net/ipv4/tcp_rfc1337", "/proc/sys/net/ipv4/tcp_timestamps",
                            "/proc/sys/net/ipv4/icmp_echo_ignore_all", "/proc/sys/net/ipv4/icmp_echo_ignore_broadcasts",
                            "/proc/sys/net/ipv4/icmp_ignore_bogus_error_responses",
                            "/proc/sys/net/ipv4/icmp_echo_enable_probe", "-H", "-Z", check=False).stdout
    for line in listing.splitlines():
        file, value = line.split("\0")
        yield file, value + "\n"


def capture_process(source, copy):
    """A process as far as the socket inventory looks at it."""
    (copy / "fd").mkdir(parents=True)
    for file in ("comm", "stat", "cgroup"):
        shutil.copyfile(source / file, copy / file)
    os.symlink(os.readlink(source / "exe"), copy / "exe")
    for descriptor in (source / "fd").iterdir():
        os.symlink(os.readlink(descriptor), copy / "fd" / descriptor.name)
