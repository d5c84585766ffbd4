"""tcpdmatch and tcpdchk beside Debian's: about the same tables they say the same, with the same exit status. What the
originals tell syslog of, ours tell standard error of."""

import re
import shutil
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
192.0.2.32 first.example
192.0.2.32 second.example
192.0.2.33 truth.example
192.0.2.34 truth.example liar.example
::ffff:192.0.2.40 mapped.example
192.0.2.50 10.9.8.7
"""
ALLOW = """
in.telnetd: .example EXCEPT two.example
in.ftpd@192.0.2.1: 192.0.2.0/255.255.255.0
in.fingerd: bob@192.0.2.
in.rshd: LOCAL
in.tftpd: 192.0.2.9 [2001:db8::]/32: severity local0.info: setenv WHO %h
in.talkd: ALL: twist /bin/echo %c %n %u
in.rlogind: 192.0.2.7: aclexec /bin/false
in.rexecd: 192.0.2.7: spawn /bin/false: deny
in.comsat: KNOWN: nice: linger 5
in.nameless: UNKNOWN
in.doubtful: PARANOID
in.peopled: KNOWN@ALL: keepalive: umask 022: rfc931 5: allow
22: ALL
in.wrongd: ALL: nonsense
in.greetd: ALL: banners /etc/greetings
in.listd: /etc/list
"""
DENY = "ALL: ALL: banners /etc/banners\n"
INETD = """
telnet stream tcp nowait root /usr/sbin/tcpd /etc/daemons/in.telnetd
ftp    stream tcp nowait root /usr/sbin/tcpd /etc/daemons/in.ftpd -l
finger stream tcp nowait root /etc/daemons/in.fingerd in.fingerd
"""
# Everything that can be wrong with a service, and some things that are not.
STRANGE_INETD = """
a stream tcp nowait root /etc/daemons/suid/tcpd in.absent
b stream tcp nowait root /usr/sbin/tcpd /etc/daemons/in.telnetd in.telnetd
c stream tcp nowait root /etc/daemons/in.fingerd rexd
d stream tcp nowait root /etc/daemons/in.fingerd RPC.REXD
e stream tcp nowait root ?/etc/daemons/in.fingerd marked
f stream tcp nowait root 0 /etc/daemons/in.fingerd 12 numbered
g stream tcp nowait root -5 /etc/daemons/in.fingerd
h stream tcp nowait root /etc/daemons/in.fingerd nologin
i stream tcp nowait root /etc/daemons/in.fingerd sub/name
j stream tcp nowait root /usr/sbin/tcpd sub/name
k stream tcp nowait root /etc/daemons/no-owner others
l stream tcp nowait root /usr/sbin/tcpd /absent/in.ftpd in.ftpd
m stream tcp nowait root INTERNAL
n stream tcp nowait /etc/daemons/in.fingerd userless
o stream tcp nowait root /etc/daemons/suid/in.fingerd privileged
dgram udp wait root /etc/daemons/in.fingerd serviceless
p stream tcp nowait root /etc/daemons/in.fingerd
q stream tcp nowait root /etc/daemons/open open
r stream rpc/tcp wait root /usr/sbin/tcpd tcpd
# s stream tcp nowait root /absent absent
t stream tcp nowait root /usr/sbin/nologin sshd
u stream tcp nowait root /usr/sbin/tcpd late"""

# `told` is what is said beside the answers, in order and each once: the originals repeat themselves.
Said = namedtuple("Said", "status stdout told")


@pytest.fixture
def sides(network, tmp_path):
    with both_sides(network, tmp_path) as both:
        for side in both:
            side.server.write("/etc/hosts", HOSTS, append=True)
            side.server.write("/etc/banners/README", "")
            side.server.write("/etc/greetings/in.greetd", "Hello, %c!\nThis is %d.\n")
            side.server.write("/etc/list", "192.0.2.8 .example.org\nfriend.example\n")
            side.server.write("/etc/inetd.conf", INETD)
            for daemon in ("in.telnetd", "in.ftpd", "in.fingerd"):
                write_program(side, daemon)
            side.rules(ALLOW, DENY)
        yield both


def write_program(side, name, mode=0o755):
    side.server.write(f"/etc/daemons/{name}", "")
    side.server.path(f"/etc/daemons/{name}").chmod(mode)


def told_by(side, program, finished):
    """What a program has told of: it goes to syslog at levels that its text shows as well, or to standard error. Our
    tcpdchk shows the options with the rules that it lists, and tells of problems after the list."""
    logged = [re.sub(rf"^user\.(err|debug) {program}: ", "", line) for line in side.log.lines()]
    told = list(dict.fromkeys(finished.stderr.decode().splitlines() + logged))
    return sorted(told, key=lambda line: line.startswith("option: ")) if program == "tcpdchk" else told


def said_by(program, *arguments, directory="/"):
    """A scenario: the program is run in a directory of the server. Its standard output is that of a terminal, where a
    line is out before what comes after it."""
    def scenario(side):
        finished = side.server.run("env", f"--chdir={directory}", "stdbuf", "-oL", side.programs / program,
                                   *arguments)
        return Said(finished.returncode, finished.stdout.decode(), told_by(side, program, finished))
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
    ("in.telnetd", "mapped.example", ["granted"]),
    ("in.rshd", "localhost", ["granted"]),
    ("in.comsat", "friend.example", ["granted"]),
    ("in.listd", "friend.example", ["granted"]),
    ("in.listd", "two.example", ["granted", "denied"]),
    ("other", "friend.example", ["denied"]),
    # The name is the one that leads back from the address.
    ("in.telnetd", "second.example", ["granted"]),
    ("in.telnetd", "liar.example", ["granted"]),
    # Clients that nobody knows or believes.
    ("in.telnetd", "unknown", ["denied"]),
    ("in.nameless", "UNKNOWN", ["granted"]),
    ("in.nameless", "192.0.2.7", ["granted"]),
    ("in.nameless", "friend.example", ["denied"]),
    ("in.doubtful", "Paranoid", ["granted"]),
    ("in.doubtful", "friend.example", ["denied"]),
    ("in.comsat", "paranoid", ["denied"]),
    # Each address of a client has a verdict of its own.
    ("in.tftpd", "two.example", ["denied", "granted"]),
    ("in.tftpd", "six.example", ["granted", "denied"]),
    ("in.tftpd", "2001:DB8::5", ["granted"]),
    # Numbers that inet_addr(3) takes for addresses. A client that is written so gets the name that belongs to it.
    ("in.telnetd", "10", ["denied"]),
    ("in.telnetd", "192.0.519", ["granted"]),
    ("in.telnetd", "0xc0000207", ["granted"]),
    ("in.telnetd", "0300.0.2.7", ["denied"]),
    ("in.telnetd", "255.255.255.255", ["denied"]),
    # The server's address and the client's user.
    ("in.ftpd@server.example", "192.0.2.7", ["granted"]),
    ("in.ftpd@192.0.2.1", "192.0.2.7", ["granted"]),
    ("in.ftpd@0xc0000201", "192.0.2.7", ["granted"]),
    ("in.ftpd@192.0.2.2", "192.0.2.7", ["denied"]),
    ("in.ftpd@friend", "alias.example", ["denied"]),
    ("in.ftpd@unknown", "192.0.2.7", ["denied"]),
    ("in.ftpd", "192.0.2.7", ["denied"]),
    ("in.fingerd", "bob@192.0.2.7", ["granted"]),
    ("in.fingerd", "eve@192.0.2.7", ["denied"]),
    ("in.fingerd", "@192.0.2.7", ["denied"]),
    ("in.fingerd", "192.0.2.7", ["denied"]),
    ("in.peopled", "bob@two.example", ["granted", "granted"]),
    ("in.peopled", "unknown@192.0.2.7", ["denied"]),
    # Options that decide.
    ("in.talkd", "192.0.2.7", ["delegated"]),
    ("in.talkd", "bob@two.example", ["delegated", "delegated"]),
    ("in.rlogind", "192.0.2.7", ["granted"]),
    ("in.rexecd", "192.0.2.7", ["denied"]),
    ("in.wrongd", "two.example", ["denied", "denied"]),
    # A path is reduced to a name, a port is no name, and what inetd does not start is decided on like the rest.
    ("/usr/sbin/in.telnetd", "friend.example", ["granted"]),
    ("sub/in.telnetd", "friend.example", ["denied"]),
    ("IN.TELNETD", "friend.example", ["granted"]),
    ("22", "192.0.2.7", ["denied"]),
    ("portmap", "192.0.2.7", ["denied"]),
    ("rpcbind", "192.0.2.7", ["denied"]),
    ("unknown", "192.0.2.7", ["denied"]),
    ("", "192.0.2.7", ["denied"]),
    # Longer than what a daemon can say of itself.
    ("d" * 300, "u" * 300 + "@192.0.2.7", ["denied"]),
    # Bytes that expansions do not pass on.
    ("\x1b[2J", "a b@192.0.2.7 ", ["denied"]),
])
def test_tcpdmatch_predicts(sides, daemon, client, expected):
    # What they say of strange bytes differs, and ours does not write them to a terminal.
    seen = on_each(sides, said_by("tcpdmatch", daemon, client))
    assert seen.ours[:2] == seen.original[:2]
    assert [line for line in seen.ours.told if "\\x1b" not in line] == [
        line for line in seen.original.told if "\x1b" not in line]
    assert (seen.ours.status, verdicts(seen.ours)) == (0, expected)


def test_tcpdmatch_shows_the_client_and_the_server_that_it_asks_about(sides):
    said = same_on_both(sides, said_by("tcpdmatch", "in.ftpd@server.example", "bob@friend.example"))
    fields = [line.split() for line in said.stdout.splitlines()]
    assert fields == [["client:", "hostname", "friend.example"], ["client:", "address", "192.0.2.7"],
                      ["client:", "username", "bob"], ["server:", "hostname", "server.example"],
                      ["server:", "address", "192.0.2.1"], ["server:", "process", "in.ftpd"], ["access:", "granted"]]


def test_tcpdmatch_tells_of_the_rule_that_matched_and_its_options(sides):
    said = same_on_both(sides, said_by("tcpdmatch", "in.tftpd", "192.0.2.9"))
    assert said.told[-3:] == ["matched:  /etc/hosts.allow line 6", "option:   severity local0.info",
                              "option:   setenv WHO 192.0.2.9"]


def test_tcpdmatch_shows_the_banner_before_the_verdict(sides):
    said = same_on_both(sides, said_by("tcpdmatch", "in.greetd", "friend.example"))
    banner = "Hello, friend.example!\r\nThis is in.greetd.\r\n"
    assert said.stdout.endswith(f"in.greetd\n{banner}access:   granted\n")
    # Where its lines are not written one by one, the original puts it before all else.
    finished = [side.server.run(side.programs / "tcpdmatch", "in.greetd", "friend.example") for side in sides]
    assert finished[0].stdout.decode().startswith(banner) and finished[1].stdout.decode() == said.stdout


def test_tcpdmatch_runs_no_command(sides):
    for side in sides:
        side.rules(allow="x: ALL: spawn /bin/touch /run/spawned: aclexec /bin/touch /run/asked: "
                         "twist /bin/touch /run/twisted\n")
    assert verdicts(same_on_both(sides, said_by("tcpdmatch", "x", "192.0.2.7"))) == ["delegated"]
    made = {file.name for side in sides for file in side.server.path("/run").iterdir()}
    assert made.isdisjoint(("spawned", "asked", "twisted"))


def test_tcpdmatch_leaves_its_ids_alone_where_the_original_loses_them_and_its_way(sides):
    for side in sides:
        side.rules(allow="x: 192.0.2.7: user nobody\n")
    seen = on_each(sides, said_by("tcpdmatch", "x", "192.0.2.7"))
    assert (verdicts(seen.original), verdicts(seen.ours)) == (["denied"], ["granted"])


def test_tcpdmatch_predicts_strict_daemons(sides):
    """A setting that the original does not have."""
    sides.ours.rules(allow="x: 192.0.2.7\ny 192.0.2.7\n")
    assert verdicts(said_by("tcpdmatch", "y", "192.0.2.7")(sides.ours)) == ["granted"]
    sides.ours.server.write("/etc/portreeve/portreeve.conf", "strict = yes\n")
    said = said_by("tcpdmatch", "y", "192.0.2.7")(sides.ours)
    assert verdicts(said) == ["denied"] and "/etc/hosts.allow, line 2: " in said.told[-1]


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
    said = same_on_both(sides, said_by(program, "-i", "/etc/other.conf", *arguments))
    assert said.status == 0 and "other: not found in /usr/sbin" in said.told[0]


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("in.telnetd", "192.0.2.7")), ("tcpdchk", ())])
def test_an_inetd_conf_that_is_named_must_be_there(sides, program, arguments):
    said = same_on_both(sides, said_by(program, "-i", "/etc/absent.conf", *arguments))
    assert said == Said(1, "", ["open /etc/absent.conf: No such file or directory"])


def test_tcpdmatch_works_without_an_inetd_conf(sides):
    for side in sides:
        side.server.path("/etc/inetd.conf").unlink()
    said = same_on_both(sides, said_by("tcpdmatch", "in.telnetd", "friend.example"))
    assert (said.status, verdicts(said)) == (0, ["granted"])
    assert said.told[0] == "warning: in.telnetd: no such process name in (null)"


def test_tcpdmatch_without_tables_grants(sides):
    for side in sides:
        for table in ("/etc/hosts.allow", "/etc/hosts.deny"):
            side.server.path(table).unlink()
    assert verdicts(same_on_both(sides, said_by("tcpdmatch", "in.telnetd", "192.0.2.7"))) == ["granted"]


@pytest.mark.parametrize("arguments", [
    ("in.telnetd", "nowhere.example"), ("in.telnetd", "192.0.2.300"), ("in.telnetd", "[2001:db8::1]"),
    ("in.telnetd", "192.0.2.0/24"), ("in.telnetd", "4294967296"), ("in.telnetd", "bob@"), ("in.telnetd", ""),
    ("in.telnetd", "ALL"), ("in.telnetd", "a@b@192.0.2.7"), ("in.telnetd@nowhere.example", "192.0.2.7"),
    ("in.telnetd@", "192.0.2.7")])
def test_tcpdmatch_fails_for_a_host_that_does_not_exist(sides, arguments):
    said = same_on_both(sides, said_by("tcpdmatch", *arguments))
    assert (said.status, said.stdout) == (1, "") and said.told[-1].endswith(": host not found")


def test_tcpdmatch_wants_a_server_with_one_address(sides):
    """The words are our own."""
    for said in on_each(sides, said_by("tcpdmatch", "in.telnetd@many.example", "192.0.2.7")):
        assert (said.status, said.stdout) == (1, "")
        assert "many.example has more than one address" in "".join(said.told)


@pytest.mark.parametrize("program, arguments", [
    ("tcpdmatch", ()), ("tcpdmatch", ("in.telnetd",)), ("tcpdmatch", ("in.telnetd", "192.0.2.7", "more")),
    ("tcpdmatch", ("-x", "in.telnetd", "192.0.2.7")), ("tcpdmatch", ("-i",)),
    ("tcpdchk", ("-x",)), ("tcpdchk", ("-i",)), ("tcpdchk", ("more",))])
def test_wrong_usage_ends_in_a_failure_that_tells_the_right_one(sides, program, arguments):
    seen = on_each(sides, said_by(program, *arguments))
    assert [side[:2] for side in seen] == [(1, ""), (1, "")]
    told = ["\n".join(said.told).replace(str(side.programs), "") for side, said in zip(sides, seen)]
    assert told[0] == told[1] and f"usage: /{program} " in told[0]


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("in.telnetd", "192.0.2.7")), ("tcpdchk", ())])
def test_files_that_everybody_may_write_are_told_of(sides, program, arguments):
    for side in sides:
        side.rules(allow="in.telnetd: ALL\n", deny="ALL: ALL\n")
        side.server.path("/etc/hosts.allow").chmod(0o666)
        side.server.path("/etc").chmod(0o777)
    told = same_on_both(sides, said_by(program, *arguments)).told
    assert {"warning: /etc: world writable", "warning: /etc/hosts.allow: world writable"} <= set(told)


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("in.telnetd", "192.0.2.7")), ("tcpdchk", ())])
def test_a_table_that_cannot_be_opened_is_told_of(sides, program, arguments):
    for side in sides:
        side.rules(allow="in.telnetd: 192.0.2.8\n")
        side.server.path("/etc/hosts.deny").unlink()
        side.server.path("/etc/hosts.deny").symlink_to("hosts.deny")
    said = same_on_both(sides, said_by(program, *arguments))
    assert said.told[-1] == "warning: cannot open /etc/hosts.deny: Too many levels of symbolic links"
    assert said.status == 0 and verdicts(said) in ([], ["denied"])


@pytest.mark.parametrize("program, arguments", [("tcpdmatch", ("in.telnetd", "192.0.2.7")), ("tcpdchk", ())])
def test_an_ordinary_user_is_told_what_he_may_not_read(sides, program, arguments):
    """In words of our own for tcpdchk."""
    def scenario(side):
        side.rules(allow="in.telnetd: 192.0.2.8\n")
        side.server.path("/etc/hosts.allow").chmod(0o600)
        # Copied to where every user may run it: a checkout may lie below a private directory.
        shutil.copy2(side.programs / program, side.server.path(f"/run/{program}"))
        finished = side.server.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", f"/run/{program}",
                                   *arguments)
        return Said(finished.returncode, finished.stdout.decode(), told_by(side, program, finished))

    seen = on_each(sides, scenario)
    assert seen.ours[:2] == seen.original[:2] and seen.ours.status == 0
    for said in seen:
        assert any("/etc/hosts.allow" in line and "Permission denied" in line for line in said.told), said


@pytest.mark.parametrize("program, arguments", [
    ("tcpdchk", ()), *(("tcpdmatch", (daemon, "192.0.2.7")) for daemon in ("nologin", "sub/name", "name", "sshd", "late"))])
def test_what_is_wrong_with_services_is_told(sides, program, arguments):
    daemons = ("in.telnetd rexd rpc.rexd marked numbered nologin sub/name name others in.ftpd internal userless privileged "
               "serviceless open tcpd absent sshd gdm portmap rpcbind late ALL UNKNOWN")
    for side in sides:
        for name, mode in (("suid/tcpd", 0o4755), ("suid/in.fingerd", 0o6755), ("no-owner", 0o055), ("open", 0o757)):
            write_program(side, name, mode)
        side.server.write("/etc/inetd.conf", STRANGE_INETD)
        side.rules(allow="".join(f"{daemon}: ALL\n" for daemon in daemons.split()))
    told = "\n".join(same_on_both(sides, said_by(program, *arguments)).told)
    for words in ("/etc/daemons/suid/tcpd: file is set-uid or set-gid", "inserted before", "incomplete line",
                  "RPC.REXD may be an insecure service", "/etc/daemons/no-owner: not executable",
                  "/etc/daemons/open: world writable", "late: not found in /usr/sbin"):
        assert words in told


def test_tcpdchk_finds_nothing_wrong_with_right_tables(sides):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: 192.0.2.0/24 friend.example\n", deny="ALL: ALL\n")
    assert same_on_both(sides, said_by("tcpdchk")) == Said(0, "", [])


def test_tcpdchk_lists_each_rule_with_its_verdict(sides):
    said = same_on_both(sides, said_by("tcpdchk", "-v"))
    assert said.status == 0 and ">>> Rule /etc/hosts.allow line 2:" in said.stdout
    assert verdicts(said).count("denied") == 3
    assert "option:   setenv WHO client_hostname" in said.told


@pytest.mark.parametrize("rule, expected", [
    ("in.telnetd: .example.", "domain"),
    ("in.telnetd: .192.0.2", "network"),
    ("in.telnetd: nowhere.example", "nowhere.example"),
    ("in.telnetd: alias.example", "friend.example"),
    ("in.telnetd: liar.example", "truth.example"),
    ("in.telnetd: 192.0.2.99", "name lookup failed"),
    ("in.telnetd: 192.0.2.50", "non-FQDN"),
    ("in.telnetd@many.example: ALL", "more than one address"),
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
    ("in.telnetd: ALL: (/usr/sbin/safe_finger -l @%h | mail root) &", "bad option name"),
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
def test_tcpdchk_tells_what_is_wrong_with_a_rule_and_where(sides, rule, expected):
    for side in sides:
        side.rules(allow=f"# One rule, on line 3.\n\n{rule}\n")
    said = same_on_both(sides, said_by("tcpdchk"))
    assert said[:2] == (0, "")
    assert any("/etc/hosts.allow, line 3: " in line and expected in line for line in said.told), said


def test_tcpdchk_says_that_a_last_line_without_its_end_hides_what_follows(sides):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: ALL")
    assert any("missing newline" in line for line in same_on_both(sides, said_by("tcpdchk")).told)


@pytest.mark.parametrize("arguments, lines", [(("-a",), ["line 1"]), ((), [])])
def test_tcpdchk_wants_explicit_verdicts_when_told(sides, arguments, lines):
    for side in sides:
        side.rules(allow="in.telnetd: .example\nin.ftpd: .example: allow\n")
    told = same_on_both(sides, said_by("tcpdchk", *arguments)).told
    assert [line for line in told if "implicit" in line] == told
    assert re.findall(r"line \d+", "".join(told)) == lines
