"""The listing of every network namespace of the host, by whatever a namespace is kept there."""

import json
import sys
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from harness import program
from system.test_ports import WITHOUT_NETLINK

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/ports.schema.json").read_text())

# Each of these listens on port 7100 of a namespace that has no name, and tells its number.
BEGIN = """
import ctypes, os, signal, socket, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET, CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x40000000, 0x20000, 0x1000, 0x4000, 0x40000
held = []
def unshare(flags):
    assert libc.unshare(flags) == 0, os.strerror(ctypes.get_errno())
def listen():
    unshare(CLONE_NEWNET)
    held.append(socket.create_server(("0.0.0.0", 7100)))
    open(sys.argv[1], "w").write(os.readlink("/proc/thread-self/ns/net"))
def ready():
    print("READY", flush=True)
    signal.pause()
"""
PROCESS = BEGIN + """
listen()
ready()
"""
THREAD = BEGIN + """
listening, never = threading.Event(), threading.Event()
def stay():
    listen()
    listening.set()
    never.wait()
threading.Thread(target=stay, daemon=True).start()
listening.wait()
ready()
"""
MOUNT = BEGIN + """
place = sys.argv[1] + ".place"
open(place, "w")
unshare(CLONE_NEWNS)
assert libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0
def keep():
    listen()
    assert libc.mount(b"/proc/thread-self/ns/net", place.encode(), None, MS_BIND, None) == 0
keeper = threading.Thread(target=keep)
keeper.start()
keeper.join()
ready()
"""
DESCRIPTOR = BEGIN + """
def keep():
    listen()
    held.append(open("/proc/thread-self/ns/net"))
keeper = threading.Thread(target=keep)
keeper.start()
keeper.join()
ready()
"""


def everywhere(portreeve, namespace, *arguments, **options):
    """The JSON of a listing of all namespaces."""
    answer = portreeve("ports", "--all-netns", *arguments, "--json", namespace=namespace, **options)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def at_port(answer, port):
    return [socket for socket in answer.json["sockets"] if socket["local"]["port"] == port]


def without_label(socket):
    return json.dumps({**socket, "netns": None}, sort_keys=True)


def test_a_named_namespace_is_listed_by_its_name(portreeve, network):
    here, there = network.namespace(), network.namespace()
    there.listen("tcp:0.0.0.0:7101", "tcp:[::1]:7101")
    listed = at_port(everywhere(portreeve, here, "-tln"), 7101)
    assert [socket["netns"] for socket in listed] == [there.name] * 2
    assert all(len(socket["owners"]) == 1 for socket in listed)


@pytest.mark.parametrize("script", [PROCESS, THREAD, MOUNT, DESCRIPTOR],
                         ids=["process", "thread", "mount", "descriptor"])
def test_a_namespace_without_a_name_is_listed_by_its_number(portreeve, namespace, tmp_path, script):
    told = tmp_path / "namespace"
    daemon = namespace.start(sys.executable, "-c", script, told)
    listed = [socket for socket in at_port(everywhere(portreeve, namespace, "-tln"), 7100)
              if socket["netns"] == told.read_text()]
    assert [owner["pid"] for socket in listed for owner in socket["owners"]] == [daemon.pid]


def test_each_namespace_is_listed_once_and_as_from_inside(portreeve, network):
    here, there = network.namespace(), network.namespace()
    for namespace in (here, there):
        namespace.listen("tcp:0.0.0.0:22", "udp:[::]:123", "tcp:[::1]:25", processes=3)
    together = everywhere(portreeve, here, "-tuln").json["sockets"]
    for namespace in (here, there):
        alone = portreeve("ports", "-tuln", "--json", namespace=namespace).json["sockets"]
        labelled = [socket for socket in together if socket["netns"] == namespace.name]
        assert len(alone) == 3
        assert Counter(map(without_label, labelled)) == Counter(map(without_label, alone))


def test_ones_own_namespace_comes_first(portreeve, network):
    first, second = sorted((network.namespace(), network.namespace()), key=lambda namespace: namespace.name)
    for namespace in (first, second):
        namespace.listen("tcp:0.0.0.0:7102")
    assert [socket["netns"] for socket in at_port(everywhere(portreeve, second, "-tln"), 7102)] == [
        second.name, first.name]


def test_the_text_names_the_namespace_of_each_socket(portreeve, network):
    here, there = network.namespace(), network.namespace()
    there.listen("tcp:0.0.0.0:7103")
    lines = portreeve("ports", "-tln", "--all-netns", namespace=here).stdout.splitlines()
    assert [f"netns:{there.name}" in line.split() for line in lines if "0.0.0.0:7103" in line] == [True]


def test_without_netlink_the_tables_of_each_namespace_are_read(network):
    here, there = network.namespace(), network.namespace()
    there.listen("tcp:0.0.0.0:7104")
    finished = here.run(sys.executable, "-c", WITHOUT_NETLINK, program.binary(), "ports", "-tln", "--all-netns",
                        "--json")
    listed = [socket for socket in json.loads(finished.stdout)["sockets"] if socket["local"]["port"] == 7104]
    assert [(socket["netns"], socket["source"]) for socket in listed] == [(there.name, "proc")]


def test_an_ordinary_user_is_told_what_could_not_be_entered(portreeve, network):
    here, there = network.namespace(), network.namespace()
    here.listen("tcp:0.0.0.0:7105")
    there.listen("tcp:0.0.0.0:7105")
    answer = everywhere(portreeve, here, "-tln", user="65534")
    assert [socket["netns"] for socket in at_port(answer, 7105)] == [here.name]
    missing = {entry["what"]: entry["reason"] for entry in answer.json["unseen"]}
    assert "Operation not permitted" in missing[f"the sockets of the network namespace {there.name}"]
    assert any(what.startswith("the network namespaces of ") for what in missing)
    assert answer.status == 3


def test_namespaces_that_come_and_go_disturb_nothing(portreeve, network):
    here = network.namespace()
    here.listen("tcp:0.0.0.0:7106")
    here.start("sh", "-c", "echo READY; exec >&-; for i in $(seq 500); do unshare -n true; done")
    for _ in range(5):
        assert [socket["netns"] for socket in at_port(everywhere(portreeve, here, "-tln"), 7106)] == [here.name]


def test_a_capture_says_that_it_holds_one_namespace(portreeve, tmp_path):
    (tmp_path / "proc/net").mkdir(parents=True)
    for table in ("tcp", "tcp6"):
        (tmp_path / "proc/net" / table).write_text("  sl  local_address rem_address   st\n")
    answer = portreeve("--root", tmp_path, "ports", "-tln", "--all-netns", "--json")
    assert [entry["what"] for entry in answer.json["unseen"]] == ["the other network namespaces"]
