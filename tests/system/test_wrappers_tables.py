"""tcpdmatch and tcpdchk beside Debian's: about the same tables they say and log the same, with the same exit status."""

import re
from collections import namedtuple

import pytest

from harness.wrapped import both_sides, on_each

HOSTS = """
192.0.2.7 friend.example friend alias.example
192.0.2.8 two.example
192.0.2.9 two.example
192.0.2.10 six.example
2001:db8::10 six.example
192.0.2.1 server.example
192.0.2.20 many.example
192.0.2.21 many.example
"""
ALLOW = """
in.telnetd: .example EXCEPT two.example
in.ftpd@192.0.2.1: 192.0.2.0/255.255.255.0
in.fingerd: bob@192.0.2.
in.rshd: LOCAL
in.tftpd: 192.0.2.9 [2001:db8::]/32: severity local0.info: setenv WHO %h
in.talkd: 192.0.2.7: twist /bin/echo %c
in.rlogind: 192.0.2.7: aclexec /bin/false
in.rexecd: 192.0.2.7: spawn /bin/false: deny
in.comsat: KNOWN: nice: linger 5
"""
DENY = "ALL: ALL: banners /etc/banners\n"
INETD = """
telnet stream tcp nowait root /usr/sbin/tcpd /etc/daemons/in.telnetd
ftp    stream tcp nowait root /usr/sbin/tcpd /etc/daemons/in.ftpd -l
finger stream tcp nowait root /etc/daemons/in.fingerd in.fingerd
"""

Said = namedtuple("Said", "status stdout stderr logged")


@pytest.fixture
def sides(network, tmp_path):
    with both_sides(network, tmp_path) as both:
        for side in both:
            side.server.write("/etc/hosts", HOSTS, append=True)
            side.server.write("/etc/banners/README", "")
            side.server.write("/etc/inetd.conf", INETD)
            for daemon in ("in.telnetd", "in.ftpd", "in.fingerd"):
                side.server.write(f"/etc/daemons/{daemon}", "")
                side.server.path(f"/etc/daemons/{daemon}").chmod(0o755)
            side.rules(ALLOW, DENY)
        yield both


def said_by(program, *arguments, directory="/"):
    """A scenario: the program is run in a directory of the server."""
    def scenario(side):
        finished = side.server.run("env", f"--chdir={directory}", side.programs / program, *arguments)
        return Said(finished.returncode, finished.stdout.decode(), finished.stderr.decode(), side.logged(""))
    return scenario


def same_on_both(sides, scenario):
    """What ours says, which is what the original says."""
    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    return seen.ours


def verdicts(said):
    return [line.split()[1] for line in said.stdout.splitlines() if line.startswith("access:")]


@pytest.mark.parametrize("daemon, client, expected", [
    # By name, by address, and what that makes of aliases and exceptions.
    ("in.telnetd", "friend.example", ["granted"]),
    ("in.telnetd", "alias.example", ["granted"]),
    ("in.telnetd", "192.0.2.7", ["denied"]),
    ("in.telnetd", "two.example", ["denied", "denied"]),
    ("in.telnetd", "unknown", ["denied"]),
    ("in.comsat", "paranoid", ["denied"]),
    ("in.comsat", "friend.example", ["granted"]),
    ("in.rshd", "localhost", ["granted"]),
    ("other", "friend.example", ["denied"]),
    # Each address of a client has a verdict of its own.
    ("in.tftpd", "two.example", ["denied", "granted"]),
    ("in.tftpd", "six.example", ["granted", "denied"]),
    ("in.tftpd", "2001:db8::5", ["granted"]),
    # Numbers that inet_addr(3) takes for addresses. A client that is written so gets the name that belongs to it.
    ("in.telnetd", "10", ["denied"]),
    ("in.telnetd", "192.0.519", ["granted"]),
    ("in.telnetd", "0xc0000207", ["granted"]),
    # The server's address and the client's user.
    ("in.ftpd@server.example", "192.0.2.7", ["granted"]),
    ("in.ftpd@192.0.2.1", "192.0.2.7", ["granted"]),
    ("in.ftpd@192.0.2.2", "192.0.2.7", ["denied"]),
    ("in.ftpd", "192.0.2.7", ["denied"]),
    ("in.fingerd", "bob@192.0.2.7", ["granted"]),
    ("in.fingerd", "eve@192.0.2.7", ["denied"]),
    ("in.fingerd", "192.0.2.7", ["denied"]),
    # Options that decide.
    ("in.talkd", "192.0.2.7", ["delegated"]),
    ("in.rlogind", "192.0.2.7", ["granted"]),
    ("in.rexecd", "192.0.2.7", ["denied"]),
    # A path is reduced to a name.
    ("/usr/sbin/in.telnetd", "friend.example", ["granted"]),
])
def test_tcpdmatch_predicts(sides, daemon, client, expected):
    said = same_on_both(sides, said_by("tcpdmatch", daemon, client))
    assert (said.status, verdicts(said)) == (0, expected)


def test_tcpdmatch_shows_the_client_and_the_server_that_it_asks_about(sides):
    said = same_on_both(sides, said_by("tcpdmatch", "in.ftpd@server.example", "bob@friend.example"))
    fields = [line.split() for line in said.stdout.splitlines()]
    assert fields == [["client:", "hostname", "friend.example"], ["client:", "address", "192.0.2.7"],
                      ["client:", "username", "bob"], ["server:", "hostname", "server.example"],
                      ["server:", "address", "192.0.2.1"], ["server:", "process", "in.ftpd"], ["access:", "granted"]]


def test_tcpdmatch_logs_the_rule_that_matched_and_its_options(sides):
    said = same_on_both(sides, said_by("tcpdmatch", "in.tftpd", "192.0.2.9"))
    assert any("matched:" in line and "hosts.allow line 6" in line for line in said.logged)
    assert any("option:" in line and "setenv" in line for line in said.logged)


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("-d", "here", "192.0.2.7")), ("tcpdchk", ("-d", "-v"))])
def test_the_tables_of_the_current_directory_can_be_asked(sides, program, arguments):
    for side in sides:
        side.server.write("/etc/tables/hosts.allow", "here: 192.0.2.7\n")
        side.server.write("/etc/tables/hosts.deny", "ALL: ALL\n")
    said = same_on_both(sides, said_by(program, *arguments, directory="/etc/tables"))
    assert said.status == 0 and "granted" in said.stdout


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("other", "192.0.2.7")), ("tcpdchk", ("-v",))])
def test_another_inetd_conf_can_be_named(sides, program, arguments):
    for side in sides:
        side.server.write("/etc/other.conf", "telnet stream tcp nowait root /usr/sbin/tcpd other\n")
    assert same_on_both(sides, said_by(program, "-i", "/etc/other.conf", *arguments)).status == 0


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("in.telnetd", "192.0.2.7")), ("tcpdchk", ())])
def test_an_inetd_conf_that_is_named_must_be_there(sides, program, arguments):
    said = same_on_both(sides, said_by(program, "-i", "/etc/absent.conf", *arguments))
    assert said.status == 1 and "/etc/absent.conf" in said.stderr


def test_tcpdmatch_works_without_an_inetd_conf(sides):
    for side in sides:
        side.server.path("/etc/inetd.conf").unlink()
    said = same_on_both(sides, said_by("tcpdmatch", "in.telnetd", "friend.example"))
    assert (said.status, verdicts(said)) == (0, ["granted"])


def test_tcpdmatch_without_tables_grants(sides):
    for side in sides:
        for table in ("/etc/hosts.allow", "/etc/hosts.deny"):
            side.server.path(table).unlink()
    assert verdicts(same_on_both(sides, said_by("tcpdmatch", "in.telnetd", "192.0.2.7"))) == ["granted"]


@pytest.mark.parametrize("client", ["nowhere.example", "192.0.2.300", "[2001:db8::1]", "192.0.2.0/24"])
def test_tcpdmatch_fails_for_a_client_that_does_not_exist(sides, client):
    assert same_on_both(sides, said_by("tcpdmatch", "in.telnetd", client)).status == 1


def test_tcpdmatch_wants_a_server_with_one_address(sides):
    assert same_on_both(sides, said_by("tcpdmatch", "in.telnetd@many.example", "192.0.2.7")).status == 1


@pytest.mark.parametrize("program, arguments", [
    ("tcpdmatch", ()), ("tcpdmatch", ("in.telnetd",)), ("tcpdmatch", ("in.telnetd", "192.0.2.7", "more")),
    ("tcpdmatch", ("-x", "in.telnetd", "192.0.2.7")), ("tcpdmatch", ("-i",)),
    ("tcpdchk", ("-x",)), ("tcpdchk", ("-i",)), ("tcpdchk", ("more",))])
def test_wrong_usage_ends_in_a_failure_that_tells_the_right_one(sides, program, arguments):
    """The words are our own."""
    seen = on_each(sides, said_by(program, *arguments))
    assert [side.status for side in seen] == [1, 1] and [side.stdout for side in seen] == ["", ""]
    assert all("usage: " in side.stderr for side in seen)


def test_tcpdchk_finds_nothing_wrong_with_right_tables(sides):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: 192.0.2.0/24 friend.example\n", deny="ALL: ALL\n")
    said = same_on_both(sides, said_by("tcpdchk"))
    assert said == Said(0, "", "", [])


def test_tcpdchk_lists_each_rule_with_its_verdict(sides):
    said = same_on_both(sides, said_by("tcpdchk", "-v"))
    assert said.status == 0 and ">>> Rule /etc/hosts.allow line 2:" in said.stdout
    assert verdicts(said).count("denied") == 2


@pytest.mark.parametrize("rule, expected", [
    ("in.telnetd: .example.", "domain"),
    ("in.telnetd: .192.0.2", "network"),
    ("in.telnetd: nowhere.example", "nowhere.example"),
    ("in.telnetd: alias.example", "friend.example"),
    ("in.telnetd: 192.0.2.0/33", "192.0.2.0/33"),
    ("in.telnetd: 192.0.2.0/255.255.0.256", "192.0.2.0/255.255.0.256"),
    ("in.telnetd: 192.0.300.1", "192.0.300.1"),
    ("in.telnetd: @group", "group"),
    ("in.telnetd: .bob@192.0.2.1", ".bob"),
    ("in.absent: ALL", "in.absent"),
    ("in.fingerd: ALL", "in.fingerd"),
    ("@in.telnetd: ALL", "in.telnetd"),
    ("in.telnetd: ALL EXCEPT", "EXCEPT"),
    ("in.telnetd:", "list"),
    ("in.telnetd", "separator"),
    ("in.telnetd: FAIL", "FAIL"),
    ("in.telnetd: ALL: nonsense", "nonsense"),
    ("in.telnetd: ALL: severity nonsense", "nonsense"),
    ("in.telnetd: ALL: allow: deny", "allow"),
    ("in.telnetd: ALL: twist /bin/true: allow", "twist"),
    ("in.telnetd: ALL: linger -1", "linger"),
    ("in.telnetd: ALL: umask 9", "umask"),
    ("in.telnetd: ALL: user nosuchuser", "nosuchuser"),
    ("in.telnetd: ALL: spawn", "spawn"),
    ("in.telnetd: ALL:", "option"),
    ("in.telnetd: ALL: banners /nowhere", "/nowhere"),
])
def test_tcpdchk_logs_what_is_wrong_with_a_rule_and_where(sides, rule, expected):
    for side in sides:
        side.rules(allow=f"# One rule, on line 3.\n\n{rule}\n")
    said = same_on_both(sides, said_by("tcpdchk"))
    assert (said.status, said.stderr) == (0, "")
    assert any("/etc/hosts.allow, line 3: " in line and expected in line for line in said.logged), said


def test_tcpdchk_says_that_a_last_line_without_its_end_hides_what_follows(sides):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: ALL")
    assert any("missing newline" in line for line in same_on_both(sides, said_by("tcpdchk")).logged)


@pytest.mark.parametrize("arguments, lines", [(("-a",), ["line 1"]), ((), [])])
def test_tcpdchk_wants_explicit_verdicts_when_told(sides, arguments, lines):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: .example: allow\n")
    said = same_on_both(sides, said_by("tcpdchk", *arguments))
    assert [line for line in said.logged if "implicit" in line] == said.logged
    assert re.findall(r"line \d+", "".join(said.logged)) == lines
