"""Builds the initramfs of a virtual machine: what its kernel unpacks into memory and starts /init of.

It holds busybox, the programs with the shared libraries that they need, and the modules with those that they need.
"""

import os
import platform
import re
import stat
import subprocess
from pathlib import Path

INIT = Path(__file__).with_name("init")
LIBRARIES = f"/usr/lib/{platform.machine()}-linux-gnu"
SHELL = "/usr/bin/dash"
# As on Debian, where /usr has everything; what is not listed is made by the kernel or by /init.
LINKS = {"bin": "usr/bin", "sbin": "usr/bin", "lib": "usr/lib", "lib64": "usr/lib64", "usr/sbin": "bin",
         "usr/bin/sh": "dash"}
DIRECTORIES = ("busybox", "dev", "etc", "modules", "proc", "root", "run", "sys", "tmp", "usr", "usr/bin", "usr/lib",
               LIBRARIES[1:], "usr/lib64", "var")
# The port that the machine and the test talk over.
VIRTIO_PORT = ("virtio_pci", "virtio_console")


class Archive:
    """A cpio archive in the format "newc" (Documentation/driver-api/early-userspace/buffer-format.rst)."""

    def __init__(self, file):
        self._file = file
        self._entries = 0

    def add(self, name, mode, content=b""):
        self._entries += 1
        encoded = os.fsencode(name) + b"\0"
        # inode, mode, uid, gid, links, time, size, four numbers of devices, length of the name, checksum
        fields = (self._entries, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(encoded), 0)
        self._write(b"070701" + b"".join(b"%08X" % field for field in fields) + encoded)
        self._write(content)

    def add_file(self, name, source, mode=0o755):
        self.add(name.lstrip("/"), stat.S_IFREG | mode, Path(source).read_bytes())

    def close(self):
        self.add("TRAILER!!!", 0)

    def _write(self, content):
        """Headers and contents start at multiples of four."""
        self._file.write(content + b"\0" * (-len(content) % 4))


def libraries_of(program, library_path):
    """The shared libraries of a program as {path in the machine: file here}, the dynamic loader among them."""
    listing = subprocess.run(("ldd", program), capture_output=True, text=True,
                             env={**os.environ, "LC_ALL": "C", "LD_LIBRARY_PATH": str(library_path)})
    if "not a dynamic executable" in listing.stderr:
        return {}
    assert listing.returncode == 0 and "not found" not in listing.stdout, listing.stdout + listing.stderr
    found = {f"{LIBRARIES}/{name}": file for name, file in re.findall(r"(\S+) => (/\S+) \(0x", listing.stdout)}
    loader = re.search(r"^\s*(/\S+) \(0x", listing.stdout, re.MULTILINE)
    # /lib64 is a link, and a link has nothing below it in an archive.
    return found | {f"/usr{loader[1]}": loader[1]} if loader else found


def modules_in_order(directory, names):
    """The files of kernel modules, each after those that it says it depends on."""
    files = {file.stem.replace("-", "_"): file for file in directory.rglob("*.ko")}
    ordered = {}

    def visit(name):
        assert name in files, f"the kernel in {directory} has no module {name}"
        if name not in ordered:
            depends = re.search(rb"\0depends=([^\0]*)\0", files[name].read_bytes())
            for other in filter(None, depends[1].decode().split(",")):
                visit(other.replace("-", "_"))
            ordered[name] = files[name]

    for name in names:
        visit(name.replace("-", "_"))
    return list(ordered.values())


def build(file, busybox, module_directory, modules, programs, library_path):
    """Writes the initramfs. `programs` are files of this machine and stand in /usr/bin there; `library_path` is where
    their libraries are looked for first."""
    contents = {"/init": INIT, "/usr/bin/busybox": busybox, SHELL: SHELL}
    contents |= {f"/usr/bin/{Path(program).name}": program for program in programs}
    for program in (SHELL, *programs):
        contents |= libraries_of(program, library_path)
    order = modules_in_order(module_directory, (*VIRTIO_PORT, *modules))
    contents |= {f"/modules/{module.name}": module for module in order}
    with open(file, "wb") as opened:
        archive = Archive(opened)
        for directory in DIRECTORIES:
            archive.add(directory, stat.S_IFDIR | 0o755)
        for link, target in LINKS.items():
            archive.add(link, stat.S_IFLNK | 0o777, target.encode())
        for name, source in contents.items():
            archive.add_file(name, source)
        archive.add("modules/order", stat.S_IFREG | 0o644,
                    "".join(f"/modules/{module.name}\n" for module in order).encode())
        archive.close()
