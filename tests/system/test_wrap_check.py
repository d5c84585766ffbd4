"""`portreeve wrap check` finds what is wrong with the rules of TCP Wrappers on a host and in a capture of one, the audit
tells of it, and the program called tcpdchk says what Debian's says."""

import json
import random
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest

from harness import program
from harness.logs import Log
from harness.machines import Machine
from harness.namespaces import PATIENCE_SECONDS

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/wrap_check.schema.json").read_text())
ORIGINAL = Path("/usr/sbin/tcpdchk")
CLOSED = "ALL: ALL\n"

# Listens on the port that it is given, and with WRAPPED asks libwrap as a daemon would.
LISTENER = """
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
int hosts_ctl(char *, char *, char *, char *);
int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1) != 0) return 1;
#ifdef WRAPPED
  if (argc > 2) return hosts_ctl("x", "", "", "");
#endif
  for (;;) pause();
}
"""


def check(portreeve, *arguments, **options):
    answer = portreeve("wrap", "check", "--json", *arguments, **options)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def found(answer):
    return {(problem["id"], problem["file"], problem["line"]) for problem in answer.json["problems"]}


def ids(answer):
    return {problem["id"] for problem in answer.json["problems"]}


@pytest.fixture
def capture(tmp_path):
    """capture(allow=…, deny=…) writes a captured host and returns its directory."""

    def write(allow=None, deny=None):
        directory = tmp_path / "capture"
        (directory / "etc").mkdir(parents=True, exist_ok=True)
        for name, text in (("allow", allow), ("deny", deny)):
            if text is not None:
                (directory / "etc" / f"hosts.{name}").write_text(text)
        return directory

    return write


@pytest.fixture
def machine(network, tmp_path):
    with Machine(network.namespace(), tmp_path / "machine") as made:
        yield made


def compile_listener(directory, name, *, wrapped):
    source = directory / "listener.c"
    source.write_text(LISTENER)
    listener = directory / name
    options = ("-DWRAPPED", "-l:libwrap.so.0") if wrapped else ()
    built = subprocess.run(("cc", source, "-o", listener, *options), capture_output=True, text=True,
                           timeout=PATIENCE_SECONDS)
    if built.returncode != 0:
        pytest.fail(f"the listener cannot be compiled: {built.stderr}")
    return listener


def test_a_capture_without_rules_has_no_problems(portreeve, capture):
    answer = check(portreeve, "--root", capture())
    assert (answer.status, answer.json["in_use"], answer.json["problems"]) == (0, False, [])


def test_rules_without_problems_end_with_status_0(portreeve, capture):
    answer = check(portreeve, "--root", capture("vsftpd: 192.0.2.0/24 [2001:db8::]/32\n", CLOSED))
    assert (answer.status, answer.json["in_use"], answer.json["problems"]) == (0, True, [])


def test_problems_end_with_status_1_and_have_their_places(portreeve, capture):
    answer = check(portreeve, "--root", capture("# list\nvsftpd 192.0.2.1\nvsftpd: 192.0.2.1/24\n", "vsftpd: ALL"))
    assert answer.status == 1
    assert found(answer) == {("wrap.missing_separator", "/etc/hosts.allow", 2),
                             ("wrap.network_has_host_bits", "/etc/hosts.allow", 3),
                             ("wrap.unterminated_line", "/etc/hosts.deny", 1),
                             ("wrap.no_default_deny", "/etc/hosts.deny", None)}


def test_the_text_says_the_same(portreeve, capture):
    answer = portreeve("wrap", "check", "--root", capture("vsftpd: 10.1\n", CLOSED))
    assert answer.status == 1
    lines = answer.stdout.splitlines()
    assert lines[0] == "1 problem: 1 error"
    assert lines[2:4] == ["error     /etc/hosts.allow:1", "  text    10.1"]
    assert "  check   wrap.bad_address" in lines


def test_hostile_text_of_a_rule_cannot_reach_the_terminal(portreeve, capture):
    answer = portreeve("wrap", "check", "--root", capture("vsftpd: \x1b[2J;\n", CLOSED))
    assert answer.status == 1 and "\x1b" not in answer.stdout and "\\x1b[2J" in answer.stdout


def test_granting_without_the_option_allow_is_told_of_with_a(portreeve, capture):
    directory = capture("vsftpd: 192.0.2.1\nvsftpd: 192.0.2.2: allow\n", CLOSED)
    assert ids(check(portreeve, "--root", directory)) == set()
    assert found(check(portreeve, "-a", "--root", directory)) == {("wrap.implicit_allow", "/etc/hosts.allow", 1)}


@pytest.mark.parametrize("arguments", [("--bogus",), ("extra",)])
def test_a_wrong_command_line_is_a_usage_error(portreeve, arguments):
    answer = portreeve("wrap", "check", *arguments)
    assert answer.status == 2 and answer.stderr.startswith("portreeve: ")


def test_a_capture_that_is_not_there_cannot_be_checked(portreeve, tmp_path):
    assert portreeve("wrap", "check", "--root", tmp_path / "missing").status == 3


def test_an_ordinary_user_who_may_not_read_the_rules_is_told_so(portreeve, machine):
    machine.write("/etc/hosts.allow", "")
    machine.path("/etc/hosts.allow").chmod(0o600)
    answer = check(portreeve, namespace=machine, user=65534)
    assert answer.status == 3
    assert "the rules in /etc/hosts.allow" in [entry["what"] for entry in answer.json["unseen"]]


def test_a_rule_for_a_daemon_that_is_not_linked_with_libwrap_is_inert(portreeve, machine, tmp_path):
    machine.start(compile_listener(tmp_path, "gated", wrapped=True), 7001, listening=[("tcp", 7001)])
    machine.start(compile_listener(tmp_path, "ungated", wrapped=False), 7002, listening=[("tcp", 7002)])
    machine.write("/etc/hosts.allow", "gated: 192.0.2.1\nungated: 192.0.2.1\nnobody: 192.0.2.1\n")
    machine.write("/etc/hosts.deny", CLOSED)
    answer = check(portreeve, namespace=machine)
    assert found(answer) == {("wrap.inert_rule", "/etc/hosts.allow", 2), ("wrap.unknown_daemon", "/etc/hosts.allow", 3)}
    assert "this rule is inert: ungated here is not linked with libwrap" in [
        problem["effect"] for problem in answer.json["problems"]]


def test_a_daemon_that_asks_libwrap_makes_a_missing_default_a_problem(portreeve, machine, tmp_path):
    assert ids(check(portreeve, namespace=machine)) == set()
    machine.start(compile_listener(tmp_path, "gated", wrapped=True), 7001, listening=[("tcp", 7001)])
    assert ids(check(portreeve, namespace=machine)) == {"wrap.no_default_deny"}


def test_names_are_looked_up_on_request_alone(portreeve, machine):
    machine.write("/etc/hosts", "192.0.2.7 gate.example gate\n", append=True)
    machine.write("/etc/hosts.allow", "sshd: gate nowhere.example gate.example\n")
    machine.write("/etc/hosts.deny", CLOSED)
    assert not {"wrap.host_alias", "wrap.host_not_found"} & ids(check(portreeve, namespace=machine))
    resolved = check(portreeve, "--resolve", namespace=machine)
    assert {(problem["id"], problem["text"]) for problem in resolved.json["problems"]} >= {
        ("wrap.host_alias", "gate"), ("wrap.host_not_found", "nowhere.example")}
    assert "gate.example" not in [problem["text"] for problem in resolved.json["problems"]]


def test_a_netgroup_without_members_is_named(portreeve, machine):
    machine.write("/etc/netgroup", "full (gate.example,,)\n")
    machine.write("/etc/hosts.allow", "ALL: @full\nALL: @nobody\n")
    machine.write("/etc/hosts.deny", CLOSED)
    assert found(check(portreeve, namespace=machine)) == {("wrap.unknown_netgroup", "/etc/hosts.allow", 2)}


def test_the_audit_tells_of_the_rules(portreeve, machine):
    machine.write("/etc/banners/vsftpd", "220 vsFTPd 3.0.3\n")
    machine.write("/etc/hosts.allow", "vsftpd: ALL: banners /etc/banners\nvsftpd 192.0.2.1\n")
    machine.path("/etc/hosts.allow").chmod(0o666)
    answer = portreeve("audit", "--json", namespace=machine)
    told = {(finding["id"], subject) for finding in answer.json["findings"] for subject in finding["subjects"]
            if finding["id"].startswith("wrappers.")}
    assert told == {("wrappers.writable_file", "/etc/hosts.allow"), ("wrappers.malformed_rule", "/etc/hosts.allow:2"),
                    ("wrappers.no_default_deny", "/etc/hosts.deny"),
                    ("wrappers.banner_reveals_version", "/etc/banners/vsftpd:1")}


def test_the_audit_of_a_host_without_tcp_wrappers_says_nothing_of_them(portreeve, machine):
    answer = portreeve("audit", "--json", namespace=machine)
    assert [finding for finding in answer.json["findings"] if finding["id"].startswith("wrappers.")] == []


def told(lines):
    """What is wrong, and the options that are shown, each in order and once: ours does not mix the two."""
    once = list(dict.fromkeys(lines))
    return [line for line in once if not line.startswith("option: ")], [line for line in once if line.startswith("option: ")]


@pytest.fixture
def both(machine, tmp_path):
    """both(ARGUMENTS…) runs the original and ours on the machine and returns (status, standard output, what is wrong,
    options) of each: the original logs the last two, ours says them on standard error."""
    if not ORIGINAL.exists():
        pytest.skip("Debian's tcpdchk (package tcpd) is not installed")
    ours = tmp_path / "tcpdchk"
    ours.symlink_to(program.binary())

    def run(*arguments):
        with Log(machine) as log:
            answer = machine.run("sh", "-c", 'cd /etc && exec "$@"', "sh", ORIGINAL, *arguments, text=True)
            logged = [re.sub(r"^user\.(err|debug) tcpdchk: ", "", line) for line in log.lines()]
        own = machine.run("sh", "-c", 'cd /etc && exec "$@"', "sh", ours, *arguments, text=True)
        usage = own.stderr.replace(str(ours), str(ORIGINAL))
        return ((answer.returncode, answer.stdout, *told(logged or answer.stderr.splitlines())),
                (own.returncode, own.stdout, *told(usage.splitlines())))

    return run


DAEMONS = ["ALL", "sshd", "in.ftpd", "FAIL", "known", "LOCAL", "unknown", "@group", "/file", ".a", "a.", "22", "in.*",
           "EXCEPT", "except", "#", "a]b", "sshd@ALL", "x@192.0.2.1", "@a@b", "x@", "mountd", "true"]
CLIENTS = ["ALL", "192.0.2.7", "10.1.", "10.1", ".1.2", "10.0.0.0/8", "10.0.0.0/33", "10.0.0.1/0", "[::1]", "[::1]/64",
           "[::]/x", "[::]/129", "a/b", "@group", "LOCAL", "KNOWN", "unknown", "PARANOID", "fail", "EXCEPT", "gate",
           "gate.example", "two.example", ".example", "x.", "u@gate", "@u@gate", "FAIL@ALL", ".u@ALL", "#", "10.1.*",
           "::1", "300.1.1.1"]
OPTIONS = ["allow", "deny", "spawn /bin/x", "spawn", "twist y", "severity info", "severity mail.x", "severity kern.info",
           "nice", "nice x", "umask 22", "umask 9", "user nosuch", "group nosuch", "keepalive", "linger x", "rfc931 -1",
           "setenv A b", "setenv A=b", "banners /nowhere", "aclexec /bin/false", "bogus", "", "spawn a %z", "allow x",
           "ALLOW", "(/bin/x) &", "spawn a\\: b", "umask=022"]


def random_table(chance):
    """Rules that hold about one mistake each."""
    def members(of):
        return chance.choice((" ", ", ", ",")).join(chance.choice(of) for _ in range(chance.randint(0, 4)))

    lines = [":".join((members(DAEMONS), members(CLIENTS), *chance.choices(OPTIONS, k=chance.choice((0, 0, 1, 2)))))
             for _ in range(chance.randint(0, 25))]
    return "".join(line + "\n" for line in lines) + chance.choice(("", "", "# comment \\\nALL: x\n", "nocolon\n", "ALL: ALL"))


INETD = """
ftp stream tcp nowait root /usr/sbin/tcpd in.ftpd -l
telnet stream tcp nowait root /bin/true true
time stream tcp nowait root internal
a stream tcp nowait root /usr/sbin/tcpd
b stream tcp nowait root /usr/sbin/tcpd tcpd
c stream rpc/tcp wait root /usr/sbin/tcpd rpc.rexd
d stream tcp nowait /bin/true x
"""


@pytest.mark.parametrize("seed", range(12))
def test_tcpdchk_says_what_the_original_says(machine, both, seed):
    chance = random.Random(seed)
    machine.write("/etc/hosts", "192.0.2.7 gate.example gate\n192.0.2.8 two.example\n192.0.2.9 two.example\n", append=True)
    machine.write("/etc/netgroup", "")
    machine.write("/etc/inet", INETD)
    machine.write("/etc/hosts.allow", random_table(chance))
    machine.write("/etc/hosts.deny", random_table(chance))
    theirs, ours = both("-v", *chance.choice((("-a",), ())), *chance.choice((("-d",), ())),
                        *chance.choice((("-i", "inet"), ())))
    assert ours == theirs


@pytest.mark.parametrize("arguments", [("-x",), ("extra",), ("-i",), ("-i", "/missing"), ("-d",), ("-av",), ()])
def test_tcpdchk_takes_the_arguments_of_the_original(both, arguments):
    theirs, ours = both(*arguments)
    assert ours == theirs


def test_tcpdchk_goes_on_after_a_pattern_file_where_the_original_loses_the_rest(machine, both):
    machine.write("/etc/list", "FAIL\n")
    machine.write("/etc/hosts.allow", "sshd: /etc/list x.\n")
    theirs, ours = both()
    lost = ["warning: /etc/hosts.allow, line 1: x.: domain or host name ends in dot"]
    assert ours == (*theirs[:2], theirs[2] + lost, [])
