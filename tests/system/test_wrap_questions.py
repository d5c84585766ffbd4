"""portreeve wrap match, explain and who: what the rule files of a host say of a client, and of everybody."""

import json
from pathlib import Path

import jsonschema
import pytest

from harness.machines import Machine

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
HOSTS = """
10.1.2.3 friend.example.org friend
10.1.2.8 two.example.org
10.1.2.9 two.example.org
192.0.2.1 server.example.org
192.0.2.2 server.example.org
192.0.2.3 single.example.org
10.1.2.20 first.example.org
10.1.2.20 second.example.org
"""
ALLOW = "sshd: 10.1.2.0/24 EXCEPT 10.1.2.9\nvsftpd: .example.org: banners /etc/banners\nin.talkd: ALL: twist /bin/echo %c\n"


@pytest.fixture
def capture(tmp_path):
    """A host with rules, captured in a directory."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/hosts.allow").write_text(ALLOW)
    (tmp_path / "etc/hosts.deny").write_text("ALL: ALL\n")
    return tmp_path


@pytest.fixture
def machine(network, tmp_path):
    """A running host with the same rules, and with names for some addresses."""
    with Machine(network.namespace(), tmp_path / "machine") as made:
        made.write("/etc/hosts", HOSTS, append=True)
        made.write("/etc/hosts.allow", ALLOW)
        made.write("/etc/hosts.deny", "ALL: ALL\n")
        yield made


def read(finished, schema):
    """The JSON answer, which its schema describes, and the exit status."""
    jsonschema.validate(finished.json, json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))
    return finished.json, finished.status


def ask(portreeve, capture, schema, *arguments):
    return read(portreeve("--root", capture, "--json", "wrap", *arguments), schema)


def ask_of(portreeve, machine, *arguments):
    """What is asked of the running host, which has a name service."""
    return read(portreeve("--json", "wrap", *arguments, namespace=machine), "wrap_explain")


@pytest.mark.parametrize("daemon, client, verdict, decided_by, status", [
    ("sshd", "10.1.2.3", "granted", ("/etc/hosts.allow", 1), 0),
    ("sshd", "10.1.2.9", "denied", ("/etc/hosts.deny", 1), 1),
    ("in.talkd", "10.1.2.3", "delegated", ("/etc/hosts.allow", 3), 1),
])
def test_match_names_the_rule_that_decides(portreeve, capture, daemon, client, verdict, decided_by, status):
    answer, exit_status = ask(portreeve, capture, "wrap_explain", "match", daemon, client)
    request = answer["requests"][0]
    assert (request["verdict"], exit_status) == (verdict, status)
    assert (request["decided_by"]["file"], request["decided_by"]["line"]) == decided_by


def test_explain_says_why_each_earlier_rule_does_not_match(portreeve, capture):
    answer, _ = ask(portreeve, capture, "wrap_explain", "explain", "sshd", "10.1.2.9")
    passed = answer["requests"][0]["passed"]
    assert [rule["line"] for rule in passed] == [1, 2, 3]
    assert "EXCEPT takes it out again" in passed[0]["reason"]
    assert "daemon list" in passed[1]["reason"]


def test_explain_shows_what_would_run_and_runs_nothing(portreeve, capture):
    answer, _ = ask(portreeve, capture, "wrap_explain", "explain", "in.talkd", "10.1.2.3")
    assert answer["requests"][0]["would_run"] == [{"option": "twist", "value": "/bin/echo 10.1.2.3"}]


@pytest.mark.parametrize("client, name, granted", [
    ("friend.example.org", "friend.example.org", True),
    ("friend", "friend.example.org", True),
    # The name that a daemon sees is the one that leads back from the address.
    ("second.example.org", "first.example.org", True),
    ("bob@friend.example.org", "friend.example.org", True),
])
def test_a_client_can_be_given_by_name(portreeve, machine, client, name, granted):
    answer, status = ask_of(portreeve, machine, "match", "vsftpd", client)
    request = answer["requests"][0]
    assert (request["client"]["name"], request["verdict"] == "granted", status) == (name, granted, 0)
    assert request["decided_by"]["line"] == 2


def test_each_address_of_a_client_has_its_verdict(portreeve, machine):
    answer, status = ask_of(portreeve, machine, "explain", "sshd", "two.example.org")
    assert [(request["client"]["address"], request["client"]["name"], request["verdict"])
            for request in answer["requests"]] == [("10.1.2.8", "two.example.org", "granted"),
                                                   ("10.1.2.9", "two.example.org", "denied")]
    assert status == 1


def test_the_text_has_each_verdict_with_its_address(portreeve, machine):
    lines = portreeve("wrap", "match", "sshd", "two.example.org", namespace=machine).stdout.splitlines()
    assert [line for line in lines if line[:1].strip()] == [
        "sshd from 10.1.2.8 (two.example.org): granted", "sshd from 10.1.2.9 (two.example.org): denied"]


def test_an_alias_is_pointed_out(portreeve, machine):
    answer = portreeve("wrap", "match", "sshd", "friend", namespace=machine)
    assert "friend: hostname alias" in answer.stderr and "friend.example.org" in answer.stderr
    assert portreeve("wrap", "match", "sshd", "friend.example.org", namespace=machine).stderr == ""


def test_the_name_of_an_address_is_not_looked_up(portreeve, machine):
    answer, _ = ask_of(portreeve, machine, "match", "vsftpd", "10.1.2.3")
    assert answer["requests"][0]["verdict"] == "denied"
    answer, _ = ask_of(portreeve, machine, "match", "vsftpd", "10.1.2.3", "--name", "friend.example.org")
    assert answer["requests"][0]["verdict"] == "granted"


def test_the_server_can_be_given_by_name(portreeve, machine):
    machine.write("/etc/hosts.allow", "sshd@192.0.2.3: ALL\nsshd@single.example.org: 10.9.9.9\n")
    assert ask_of(portreeve, machine, "match", "sshd@single.example.org", "10.1.2.3")[1] == 0
    assert ask_of(portreeve, machine, "match", "sshd@192.0.2.3", "10.1.2.3")[1] == 0
    assert ask_of(portreeve, machine, "match", "sshd@192.0.2.1", "10.1.2.3")[1] == 1


@pytest.mark.parametrize("arguments, reason", [
    (("sshd", "nowhere.example.org"), "no such host"),
    # What is written like an address is no name, nor is it one of the numbers that inet_aton(3) takes.
    (("sshd", "10.1"), "cannot parse the address"),
    (("sshd", "10.1.2.300"), "cannot parse the address"),
    (("sshd", "[2001:db8::1]"), "cannot parse the address"),
    (("sshd@server.example.org", "10.1.2.3"), "more than one address"),
    (("sshd@nowhere.example.org", "10.1.2.3"), "no such host"),
])
def test_a_host_that_is_none_cannot_be_asked_about(portreeve, machine, arguments, reason):
    answer = portreeve("wrap", "match", *arguments, namespace=machine)
    assert answer.status == 3 and answer.stdout == "" and reason in answer.stderr


def test_a_capture_has_no_names(portreeve, capture):
    answer = portreeve("--root", capture, "wrap", "match", "sshd", "localhost")
    assert answer.status == 3 and "a capture has no name service" in answer.stderr


def test_who_gives_the_addresses_as_prefixes(portreeve, capture):
    answer, status = ask(portreeve, capture, "wrap_who", "who", "sshd")
    assert status == 0 and answer["depends"] == []
    assert answer["allowed"] == ["10.1.2.0/29", "10.1.2.8/32", "10.1.2.10/31", "10.1.2.12/30", "10.1.2.16/28",
                                 "10.1.2.32/27", "10.1.2.64/26", "10.1.2.128/25"]


def test_who_tells_apart_what_depends_on_names(portreeve, capture):
    answer, _ = ask(portreeve, capture, "wrap_who", "who", "vsftpd")
    assert answer["allowed"] == [] and answer["depends"] == ["0.0.0.0/0", "::/0"]
    assert [(condition["line"], condition["depends_on"]) for condition in answer["conditions"]] == [(2, "host names")]
