"""Stands at /dev/log of a machine and keeps what is logged there:

    with Log(server) as log:
        server.run("logger", "-p", "daemon.info", "hello")
        assert log.lines() == ["daemon.info root: hello"]
"""

import os
import re
import socket
import threading
import uuid

from harness.namespaces import PATIENCE_SECONDS

FACILITIES = ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
              *(f"reserved{number}" for number in range(4)), *(f"local{number}" for number in range(8)))
LEVELS = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
MESSAGE = re.compile(r"<(\d+)>(?:\w{3} [ \d]\d \d\d:\d\d:\d\d )?(.*)", re.DOTALL)


def readable(message):
    """A datagram of syslog(3) as "FACILITY.LEVEL TAG[PID]: TEXT": without its time, and the process id masked."""
    priority, text = MESSAGE.fullmatch(message.decode(errors="backslashreplace").rstrip("\n\0")).groups()
    facility, level = divmod(int(priority), 8)
    return f"{FACILITIES[facility]}.{LEVELS[level]} " + re.sub(r"^([^:\[]*)\[\d+\]", r"\1[PID]", text)


class Log:
    """The collector. A thread of its own reads: syslog(3) waits when ten messages are unread."""

    def __init__(self, machine):
        self._path = machine.path("/dev/log")
        self._lines = []
        self._flushed = threading.Condition()
        self._marks = set()

    def __enter__(self):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        # An address of this family has 107 bytes, which a test's directory may well exceed.
        directory = os.open(self._path.parent, os.O_PATH)
        self._address = f"/proc/self/fd/{directory}/{self._path.name}"
        self._directory = directory
        self._socket.bind(self._address)
        self._path.chmod(0o666)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._send(b"")
        self._thread.join()
        self._socket.close()
        os.close(self._directory)
        self._path.unlink()

    def _send(self, message):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(message, self._address)

    def _read(self):
        while message := self._socket.recv(65536):
            with self._flushed:
                if message.startswith(b"<"):
                    self._lines.append(readable(message))
                else:
                    self._marks.add(message)
                    self._flushed.notify_all()

    def lines(self):
        """What was logged since the last call, in order: all that was sent before this one."""
        mark = b"mark " + uuid.uuid4().bytes
        self._send(mark)
        with self._flushed:
            assert self._flushed.wait_for(lambda: mark in self._marks, PATIENCE_SECONDS)
            taken, self._lines = self._lines, []
            return taken
