"""What changes among sockets: --watch as it happens, and --diff since an earlier listing."""

import itertools
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from harness import program

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
EVENT_SCHEMA = json.loads((SCHEMAS / "ports_event.schema.json").read_text())
DIFFERENCE_SCHEMA = json.loads((SCHEMAS / "ports_diff.schema.json").read_text())
SOCKET_SCHEMA = json.loads((SCHEMAS / "ports.schema.json").read_text())
PATIENCE_SECONDS = 30

# A TCP connection that is over before anybody could have listed it.
SHORT_LIVED = """
import socket
with socket.create_server(("127.0.0.1", 7300)) as listener:
    with socket.create_connection(("127.0.0.1", 7300)), listener.accept()[0]:
        pass
"""


def validate_socket(socket):
    """One socket is held to the schema of a listing."""
    jsonschema.validate({"schema_version": 1, "sockets": [socket], "unseen": []}, SOCKET_SCHEMA)


class Watch:
    """`portreeve ports --watch --json` at work in a namespace."""

    def __init__(self, namespace, *arguments):
        self._namespace = namespace
        self._process = subprocess.Popen((*namespace.prefix(), program.binary(), "ports", "--watch", "--json", *arguments),
                                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self._text = b""

    def __enter__(self):
        """Begins once it has told of something: what was there before is no news."""
        for port in itertools.count(7900):
            assert port < 7960, "it tells of nothing"
            self._namespace.listen(f"tcp:127.0.0.1:{port}")
            if self.next_event(lambda event: event["socket"]["local"]["port"] == port, patience=2):
                return self

    def __exit__(self, *exception):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def next_event(self, is_meant, patience=PATIENCE_SECONDS):
        """The next event that is meant; those before it are passed over. None if it does not come in time."""
        until = time.monotonic() + patience
        while True:
            line, newline, rest = self._text.partition(b"\n")
            if newline:
                self._text = rest
                event = json.loads(line)
                jsonschema.validate(event, EVENT_SCHEMA)
                validate_socket(event["socket"])
                if is_meant(event):
                    return event
                continue
            ready, _, _ = select.select([self._process.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                return None
            piece = os.read(self._process.stdout.fileno(), 65536)
            assert piece, f"it has ended with status {self._process.wait()}"
            self._text += piece


def about(kind, port):
    return lambda event: event["event"] == kind and event["socket"]["local"]["port"] == port


@pytest.mark.parametrize("endpoint", ["tcp:0.0.0.0:7100", "udp:[::]:7100"])
def test_a_socket_that_appears_is_told_with_its_owner_and_then_that_it_went(namespace, endpoint):
    with Watch(namespace, "-tuln") as watch:
        daemon = namespace.listen(endpoint)
        appeared = watch.next_event(about("appeared", 7100))
        assert daemon.pid in [owner["pid"] for owner in appeared["socket"]["owners"]]
        daemon.kill()
        assert watch.next_event(about("went", 7100))["socket"]["inode"] == appeared["socket"]["inode"]


def test_a_connection_between_two_listings_is_told_of_by_the_kernels_word(namespace):
    with Watch(namespace, "-tan") as watch:
        namespace.run(sys.executable, "-c", SHORT_LIVED)
        assert watch.next_event(about("appeared", 7300))
        assert watch.next_event(about("went", 7300))


def test_a_watch_keeps_to_its_filter(namespace):
    with Watch(namespace, "-tln", "sport >= :7900") as watch:
        namespace.listen("tcp:127.0.0.1:7200")
        namespace.listen("tcp:127.0.0.1:7999")
        event = watch.next_event(lambda event: event["socket"]["local"]["port"] in (7200, 7999))
        assert event["socket"]["local"]["port"] == 7999


def test_a_capture_cannot_be_watched(portreeve, tmp_path):
    answer = portreeve("--root", tmp_path, "ports", "--watch")
    assert answer.status == 3
    assert "--diff" in answer.stderr


def snapshot(portreeve, namespace, path, *arguments):
    path.write_text(portreeve("ports", "--json", *arguments, namespace=namespace).stdout)


def test_the_difference_from_a_listing_of_the_same_is_none(portreeve, namespace, tmp_path):
    namespace.listen("tcp:0.0.0.0:7100", "udp:0.0.0.0:7101")
    snapshot(portreeve, namespace, tmp_path / "before.json", "-tuln")
    answer = portreeve("ports", "-tuln", "--diff", tmp_path / "before.json", namespace=namespace)
    assert (answer.status, answer.stdout) == (0, "")


def test_the_difference_tells_what_appeared_went_and_changed_hands(portreeve, namespace, tmp_path):
    namespace.listen("tcp:0.0.0.0:7100").kill()
    gone = namespace.listen("tcp:0.0.0.0:7101")
    other = namespace.listen("tcp:0.0.0.0:7102")
    snapshot(portreeve, namespace, tmp_path / "before.json", "-tln")
    for daemon in (gone, other):
        daemon.kill()
        daemon.wait()
    namespace.listen("tcp:0.0.0.0:7103")
    namespace.start("setpriv", "--reuid=65534", sys.executable, "-c",
                    "import signal, socket; held = socket.create_server(('0.0.0.0', 7102));"
                    "print('READY', flush=True); signal.pause()")

    answer = portreeve("ports", "-tln", "--json", "--diff", tmp_path / "before.json", namespace=namespace)
    jsonschema.validate(answer.json, DIFFERENCE_SCHEMA)
    assert answer.status == 1
    assert [socket["local"]["port"] for socket in answer.json["appeared"]] == [7103]
    assert [socket["local"]["port"] for socket in answer.json["went"]] == [7101]
    assert [(change["before"]["uid"], change["after"]["uid"]) for change in answer.json["changed"]] == [(0, 65534)]

    text = portreeve("ports", "-tln", "--diff", tmp_path / "before.json", namespace=namespace)
    assert [line.split()[:4] for line in text.stdout.splitlines()] == [
        ["+", "tcp", "LISTEN", "0.0.0.0:7103"], ["-", "tcp", "LISTEN", "0.0.0.0:7101"],
        ["<", "tcp", "LISTEN", "0.0.0.0:7102"], [">", "tcp", "LISTEN", "0.0.0.0:7102"]]


@pytest.mark.parametrize("text, message", [
    (None, "No such file"), ("State Recv-Q", "JSON"), ('{"schema_version": 1}', "sockets is missing")])
def test_a_snapshot_that_is_none_is_an_error_that_says_why(portreeve, tmp_path, text, message):
    file = tmp_path / "before.json"
    if text is not None:
        file.write_text(text)
    answer = portreeve("ports", "--diff", file)
    assert answer.status == 3
    assert str(file) in answer.stderr and message in answer.stderr
