"""portreeve wrap match, explain and who: what the rule files of a captured host say of a client, and of everybody."""

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
ALLOW = "sshd: 10.1.2.0/24 EXCEPT 10.1.2.9\nvsftpd: .example.org: banners /etc/banners\nin.talkd: ALL: twist /bin/echo %c\n"


@pytest.fixture
def capture(tmp_path):
    """A host with rules, captured in a directory."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/hosts.allow").write_text(ALLOW)
    (tmp_path / "etc/hosts.deny").write_text("ALL: ALL\n")
    return tmp_path


def ask(portreeve, capture, schema, *arguments):
    """The JSON answer, which its schema describes, and the exit status."""
    finished = portreeve("--root", capture, "--json", "wrap", *arguments)
    answer = json.loads(finished.stdout)
    jsonschema.validate(answer, json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))
    return answer, finished.status


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


def test_who_gives_the_addresses_as_prefixes(portreeve, capture):
    answer, status = ask(portreeve, capture, "wrap_who", "who", "sshd")
    assert status == 0 and answer["depends"] == []
    assert answer["allowed"] == ["10.1.2.0/29", "10.1.2.8/32", "10.1.2.10/31", "10.1.2.12/30", "10.1.2.16/28",
                                 "10.1.2.32/27", "10.1.2.64/26", "10.1.2.128/25"]


def test_who_tells_apart_what_depends_on_names(portreeve, capture):
    answer, _ = ask(portreeve, capture, "wrap_who", "who", "vsftpd")
    assert answer["allowed"] == [] and answer["depends"] == ["0.0.0.0/0", "::/0"]
    assert [(condition["line"], condition["depends_on"]) for condition in answer["conditions"]] == [(2, "host names")]
