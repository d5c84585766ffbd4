"""A virtual machine for what the running kernel has not: it boots Debian's own kernel, in about ten seconds.

    with VirtualMachine(tmp_path, modules=["tcp_diag"], programs=["/usr/bin/ss"]) as vm:
        vm.start("nc", "-l", "-p", "2500")
        assert "2500" in vm.run("ss", "-tln").stdout

Inside there are these programs, busybox for everything else, and root alone. It has no disk, and no network but its
loopback interface. qemu emulates it without KVM, so that it runs everywhere; a command takes several times as long as
outside. Leaving the block switches it off as pulling the plug does. Tests get theirs by the fixture boot.
"""

import base64
import functools
import os
import platform
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path

from harness.namespaces import PATIENCE_SECONDS, die_with_parent
from system.vm import initramfs

CHECKOUT = Path(__file__).resolve().parents[3]
GUEST = CHECKOUT / "build" / "guest"
RELEASE = CHECKOUT / "build" / "release"
QEMU = "qemu-system-x86_64"
# What a first download of the kernel, and a boot on a busy machine, may take.
UNPACK_SECONDS = 240
BOOT_SECONDS = 300
MEMORY_MEGABYTES = 512
# The kernel's self-tests of its ciphers take seconds of the boot; a panic ends qemu.
KERNEL_ARGUMENTS = "console=ttyS0 panic=-1 cryptomgr.notests"
END_OF_CONSOLE = 3000


def why_unavailable():
    """Why a machine can't be started here, or None when it can."""
    if platform.machine() != "x86_64":
        return f"the virtual machine runs programs of x86-64, and this is {platform.machine()}"
    return None if shutil.which(QEMU) else f"there is no {QEMU}"


@functools.cache
def guest_file(path):
    """A file of the packages of the group "guest", which are unpacked on first use: guest_file("usr/bin/sctp_darn")."""
    unpack = subprocess.run((CHECKOUT / "packaging" / "unpack-peers", "guest"), stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, timeout=UNPACK_SECONDS)
    assert unpack.returncode == 0, unpack.stderr
    return GUEST / path


def release_binary():
    """The program as it ships, or the one that PORTREEVE_BINARY names."""
    chosen = Path(os.environ.get("PORTREEVE_BINARY", RELEASE / "bin" / "portreeve"))
    assert chosen.exists(), f"nothing to test: there is no {chosen}"
    return chosen


class VirtualMachine:
    """One machine. `modules` are loaded in this order, each after what it depends on."""

    def __init__(self, directory, modules=(), programs=(), memory=MEMORY_MEGABYTES):
        self._directory = Path(directory)
        self._modules = modules
        self._programs = programs
        self._memory = memory
        self._qemu = None
        self._port = None
        self._received = b""

    def __enter__(self):
        kernel, = guest_file("boot").glob("vmlinuz-*")
        initramfs.build(self._directory / "initramfs", guest_file("bin/busybox"), guest_file("lib/modules"),
                        self._modules, self._programs, library_path=guest_file(initramfs.LIBRARIES[1:]))
        self._port, guest_end = socket.socketpair()
        with guest_end, (self._directory / "qemu").open("w") as complaints:
            self._qemu = subprocess.Popen(self._command(kernel, guest_end.fileno()), stdin=subprocess.DEVNULL,
                                          stdout=subprocess.DEVNULL, stderr=complaints, pass_fds=(guest_end.fileno(),),
                                          start_new_session=True, preexec_fn=die_with_parent)
        try:
            said = self._lines(1, BOOT_SECONDS)
            assert said == [b"READY"], f"the machine did not get ready: {said}{self._what_it_left()}"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        self._qemu.kill()
        self._qemu.wait()
        self._port.close()

    def run(self, *command, **options):
        """Runs a command as shell() does a script."""
        return self.shell(shlex.join(map(str, command)), **options)

    def shell(self, script, check=True, text=True, input="", timeout=PATIENCE_SECONDS):
        """Runs a shell script and returns its subprocess.CompletedProcess, whose output is text unless told otherwise.
        What does not end in time costs the machine."""
        encoded = [base64.b64encode(part.encode(errors="surrogateescape") if isinstance(part, str) else part)
                   for part in (script, input)]
        self._port.settimeout(timeout)
        self._port.sendall(b"%s %s\n" % (encoded[0], encoded[1] or b"-"))
        status, *outputs = self._lines(3, timeout)
        outputs = [base64.b64decode(output, validate=True) for output in outputs]
        if text:
            outputs = [output.decode(errors="surrogateescape") for output in outputs]
        finished = subprocess.CompletedProcess(script, int(status), *outputs)
        assert not check or finished.returncode == 0, f"{script}: exit status {finished.returncode}: {finished.stderr}"
        return finished

    def start(self, *command):
        """Starts a daemon and returns its process id in the machine, where what it says is in the file /run/output."""
        return int(self.shell(f"setsid {shlex.join(map(str, command))} </dev/null >>/run/output 2>&1 & echo $!").stdout)

    def _lines(self, count, seconds):
        """The next lines that the machine says, without their ends."""
        deadline = time.monotonic() + seconds
        while self._received.count(b"\n") < count:
            try:
                self._port.settimeout(max(0.001, deadline - time.monotonic()))
                more = self._port.recv(1 << 16)
            except TimeoutError:
                self._qemu.kill()  # or its late answer would be taken for that to the next command
                raise AssertionError(f"the machine said nothing for {seconds} s{self._what_it_left()}") from None
            assert more, f"the machine has gone{self._what_it_left()}"
            self._received += more
        *lines, self._received = self._received.split(b"\n", count)
        return lines

    def _command(self, kernel, port):
        return (QEMU, "-nodefaults", "-no-reboot", "-display", "none", "-accel", "tcg", "-m", str(self._memory),
                "-kernel", kernel, "-initrd", self._directory / "initramfs", "-append", KERNEL_ARGUMENTS,
                "-serial", f"file:{self._directory / 'console'}", "-device", "virtio-serial",
                "-chardev", f"socket,id=port,fd={port}", "-device", "virtserialport,chardev=port")

    def _what_it_left(self):
        """What qemu and the machine's console last said, for the message of a failure."""
        said = [(self._directory / name).read_text(errors="replace")[-END_OF_CONSOLE:] for name in ("qemu", "console")
                if (self._directory / name).exists()]
        return "\n" + "\n".join(said)
