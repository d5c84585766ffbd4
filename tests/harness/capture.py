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
    for file in settings(namespace):
        copy = proc / Path(file).relative_to("/proc")
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Some settings can be written but not read; a capture does not have them.
        read = namespace.run("cat", file, check=False)
        if read.returncode == 0:
            copy.write_text(read.stdout)
    for pid in namespace.pids():
        capture_process(Path("/proc", str(pid)), proc / str(pid))
    return Path(directory)


def settings(namespace):
    """The files of the settings that the audit reads."""
    return namespace.run("find", "/proc/sys/net/ipv4/conf", "/proc/sys/net/ipv6/conf", "/proc/sys/net/ipv4/ip_forward",
                         "-type", "f", "(", "-name", "*forward*", "-o", "-name", "*redirects", "-o", "-name",
                         "rp_filter", "-o", "-name", "accept_source_route", "-o", "-name", "shared_media", ")",
                         ).stdout.split()


def capture_process(source, copy):
    """A process as far as the socket inventory looks at it."""
    (copy / "fd").mkdir(parents=True)
    for file in ("comm", "stat", "cgroup"):
        shutil.copyfile(source / file, copy / file)
    os.symlink(os.readlink(source / "exe"), copy / "exe")
    for descriptor in (source / "fd").iterdir():
        os.symlink(os.readlink(descriptor), copy / "fd" / descriptor.name)
