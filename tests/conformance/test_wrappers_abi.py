"""Each function and variable that programs use of libwrap.so.0 behaves as in Debian's original, one behaviour a test.

What a test asserts of `seen` holds for both libraries: the fixture `alike` has compared them.
"""

import subprocess

import pytest

from conformance import workplace as workplaces
from conformance import world
from conformance.cases import Case

CLIENT = ("peer", "10.1.2.3", 4000)
SERVER = ("local", "10.9.9.1", 22)
DENIED = Case(b"", b"ALL: ALL\n")


def asking(*lines, allow=b"", deny=b"", setup=()):
    """A case of one query."""
    return Case(allow, deny, (lines,), setup)


def connection(*lines, client=CLIENT, server=SERVER, daemon="sshd", **tables):
    """A case of one query about a connection."""
    return asking(client, server, ("init", 1, 5, 2, daemon), ("sock_host",), *lines, **tables)


@pytest.fixture
def foreign_severities(workplace):
    """The driver as a program that defines allow_severity and deny_severity itself."""
    return workplace.build("driver-with-severities", "-DPROGRAM_DEFINES_SEVERITIES")


# --- requests ---

def test_a_new_request_knows_nothing(alike):
    seen = alike(asking(("init",), ("show_request",)))
    assert "daemon=unknown pid=4242 sink=unset" in seen.one("request")
    assert seen.one("client") == seen.one("server") == "name= addr= sin=unset request=ok"


def test_keys_set_their_parts(alike):
    seen = alike(asking(("init", 1, 5, 2, "sshd", 3, "bob", 4, "alpha", 5, "10.1.2.3", 6, "10.1.2.3 9", 7, "server", 8,
                         "10.9.9.1",
                         9, "10.9.9.1 22"), ("show_request",)))
    assert seen.one("request").startswith("fd=5 user=bob daemon=sshd")
    assert seen.one("client") == "name=alpha addr=10.1.2.3 sin=set request=ok"
    assert seen.one("server") == "name=server addr=10.9.9.1 sin=set request=ok"


def test_request_set_changes_a_part_and_keeps_the_others(alike):
    seen = alike(asking(("init", 2, "sshd", 3, "bob"), ("set", 3, "eve"), ("show_request",)))
    assert "user=eve daemon=sshd" in seen.one("request")


def test_long_values_are_cut(alike):
    seen = alike(asking(("init", 2, "d" * 200, 4, "n" * 127, 5, "a" * 128), ("show_request",)))
    assert f"daemon={'d' * 127} " in seen.one("request")
    assert seen.one("client").startswith(f"name={'n' * 127} addr={'a' * 127} ")


@pytest.mark.parametrize("key", [10, 11, 99])
def test_an_unknown_key_ends_the_list_with_a_warning(alike, key):
    seen = alike(asking(("init", 2, "sshd", key, "x", 3, "bob"), ("show_request",)))
    assert "user= daemon=sshd" in seen.one("request") and f"invalid key: {key}" in seen.messages[0]


@pytest.mark.parametrize("key", [0, -1])
def test_no_key_ends_the_list(alike, key):
    seen = alike(asking(("init", 2, "sshd", key, "x", 3, "bob"), ("show_request",)))
    assert "user= daemon=sshd" in seen.one("request") and seen.messages == []


# --- decisions ---

def test_hosts_ctl_grants_and_denies(alike):
    rules = {"allow": b"sshd: alpha.example.com\nsshd: 10.1.2.4\n", "deny": b"ALL: ALL\n"}
    for name, address, verdict in (("alpha.example.com", "10.9.9.9", 1), ("unknown", "10.1.2.4", 1),
                                   ("unknown", "10.1.2.3", 0)):
        assert alike(asking(("hosts_ctl", "sshd", name, address, "unknown"), **rules)).verdicts == [verdict]


def test_hosts_ctl_looks_nothing_up(alike):
    seen = alike(asking(("hosts_ctl", "sshd", "", "10.1.2.3", ""), deny=b"ALL: alpha.example.com, bob@ALL\n"))
    assert seen.verdicts == [1] and seen.words("lookup") == [] == seen.words("connect")


def test_two_missing_tables_grant(alike):
    assert alike(Case(queries=((("hosts_ctl", "sshd", "unknown", "10.1.2.3", "unknown"),),))).verdicts == [1]


def test_the_first_matching_rule_decides(alike):
    rules = {"allow": b"sshd: 10.1.2.3: deny\nsshd: ALL\n", "deny": b"ALL: 10.1.2.4: allow\nALL: ALL\n"}
    assert alike(connection(("hosts_access",), **rules)).verdicts == [0]
    assert alike(connection(("hosts_access",), daemon="ftpd", client=("peer", "10.1.2.4", 1), **rules)).verdicts == [1]


@pytest.mark.parametrize("client, pattern, verdict", [
    ("10.1.2.3", "10.1.2.0/24", 0), ("10.1.2.3", "10.1.2.3/24", 1), ("::ffff:10.1.2.3", "10.1.2.3", 0),
    ("::ffff:10.1.2.3", "[::]/0", 1), ("2001:db8::7", "[2001:db8::9]/32", 0), ("2001:db8::7", "[::1]/junk", 0),
    ("fe80::1%lo", "[fe80::1]", 0), ("10.1.2.3", "0.0.0.0/0", 1), ("10.1.2.3", "0.0.0.0/0.0.0.0", 0),
    ("192.0.2.7", "10.1.*", 0), ("10.1.2.3", ".3", 0), ("10.1.3.7", "LOCAL", 0), ("192.0.2.9", "PARANOID", 0),
    ("192.0.2.10", "UNKNOWN", 1), ("198.51.100.1", "UNKNOWN", 0), ("10.1.2.3", "KNOWN", 0),
    ("192.0.2.8", "alias.example.com", 1),
    ("10.1.2.3", "@trusted", 0), ("10.1.2.4", "@trusted", 1), ("10.1.2.3", "ALL EXCEPT .example.com", 1),
    ("10.1.2.4", "ALL EXCEPT 10.1. EXCEPT 10.1.2.4", 0)])
def test_patterns(alike, client, pattern, verdict):
    server = ("local", "2001:db8::1" if ":" in client else "10.9.9.1", 22)
    seen = alike(connection(("hosts_access",), client=("peer", client, 4000), server=server,
                            deny=f"ALL: {pattern}\n".encode()))
    assert seen.verdicts == [verdict]


@pytest.mark.parametrize("daemons, verdict", [
    ("22", 0), ("23", 1), ("4294967318", 0), ("sshd@10.9.9.1", 0), ("sshd@server.example.com", 0), ("22@10.9.9.2", 1),
    ("s*", 0), ("LOCAL", 1), ("ALL EXCEPT sshd", 1)])
def test_daemon_patterns(alike, daemons, verdict):
    assert alike(connection(("hosts_access",), deny=f"{daemons}: ALL\n".encode())).verdicts == [verdict]


def test_the_user_is_asked_for_only_where_the_host_matches(alike):
    ident = ("ident", "4000,22:USERID:UNIX:bob\r\n")
    seen = alike(connection(ident, ("hosts_access",), deny=b"ALL: bob@10.2. eve@10.3.\n"))
    assert seen.words("connect") == []
    seen = alike(connection(ident, ("hosts_access",), deny=b"ALL: eve@10.1. bob@10.1.\n"))
    assert seen.verdicts == [0]
    assert seen.words("bind") == [["10.9.9.1", "0"]] and seen.words("connect") == [["10.1.2.3", "113"]]


# --- endpoints ---

def test_addresses_come_from_the_socket(alike):
    seen = alike(connection(("eval", "client-address", "server-address", "client-port", "server-port", "client-info"),
                            ("show_request",)))
    assert seen.words("client-address") == [["=", "10.1.2.3"]] and seen.words("server-port") == [["=", "22"]]
    assert "hostname=socket hostaddr=socket" in seen.one("request") and seen.words("lookup") == []


@pytest.mark.parametrize("address, name", [
    ("10.1.2.3", "alpha.example.com"), ("192.0.2.8", "paranoid"), ("192.0.2.9", "paranoid"), ("192.0.2.10", "paranoid"),
    ("192.0.2.11", "paranoid"), ("192.0.2.13", world.LONG_NAME[:127]), ("192.0.2.14", "paranoid"),
    ("198.51.100.1", "unknown"), ("::ffff:10.1.2.3", "alpha.example.com"),
    ("2001:db8::7", "six.example.com"), ("2001:db8:1::9", "paranoid"), ("fe80::1%lo", "link.example.com"),
    ("fe80::2%lo", "paranoid"), ("127.0.0.1", "localhost"), ("::1", "localhost")])
def test_names_are_verified(alike, address, name):
    seen = alike(connection(("eval", "client-name", "client-name", "client-info", "client"),
                            client=("peer", address, 4000)))
    assert seen.words("client-name") == [["=", name]] * 2
    assert len([words for words in seen.words("lookup") if words[0] == "name-of"]) == 1
    assert seen.words("client-info") == [["=", name if name not in ("unknown", "paranoid") else address]]


def test_a_local_socket_is_called_localhost(alike):
    seen = alike(asking(("init", 1, 5, 2, "sshd"), ("sock_host",), ("eval", "client-address", "client-name", "server"),
                        ("hosts_access",),
                        deny=b"ALL: localhost\n"))
    assert seen.words("client-address") == [["=", "localhost"]] and seen.verdicts == [0]


def test_without_methods_nothing_is_looked_up(alike):
    seen = alike(asking(("init", 2, "sshd", 6, "10.1.2.3 4000"), ("eval", "client-address", "client-name", "user")))
    assert seen.words("client-address") == seen.words("client-name") == [["=", "unknown"]]


def test_a_datagram_is_peeked_at_and_taken_by_clean_exit(alike):
    seen = alike(asking(("peer", 107), SERVER, ("datagram", "10.1.2.3", 4000), ("init", 1, 5, 2, "tftpd"),
                        ("sock_host",),
                        ("eval", "client-address", "user"), ("show_request",), ("clean_exit",)))
    assert seen.words("datagram") == [["peeked-at"], ["taken"]] and "sink=set" in seen.one("request")
    assert seen.words("client-address") == [["=", "10.1.2.3"]] and seen.words("connect") == []


def test_an_unconnected_socket_is_reported(alike):
    seen = alike(asking(("init", 1, 7, 2, "sshd"), ("sock_host",), ("eval", "client-address")))
    assert seen.words("client-address") == [["=", "unknown"]] and "can't get client address" in seen.messages[0]


def test_the_client_is_named_with_a_known_user_alone(alike):
    ident = ("ident", "4000,22:USERID:UNIX:bob\r\n")
    seen = alike(connection(ident, ("eval", "client", "user", "client", "server")))
    assert seen.words("client") == [["=", "10.1.2.3"], ["=", "bob@10.1.2.3"]]
    assert seen.words("server") == [["=", "sshd@10.9.9.1"]]


# --- endings ---

def test_refuse_logs_waits_and_exits_with_0(alike):
    seen = alike(connection(("refuse",)))
    assert seen.log == [(4, "refused connect from 10.1.2.3 (10.1.2.3)")]
    assert seen.words("sleep") == [["5"]] and seen.exit == "exited 0"


def test_clean_exit_waits_and_exits_with_0(alike):
    seen = alike(connection(("clean_exit",)))
    assert seen.words("sleep") == [["5"]] and seen.exit == "exited 0" and seen.log == []


def test_severities_of_the_program_are_used_and_changed(alike, foreign_severities):
    seen = alike(connection(("refuse",)), driver=foreign_severities)
    assert seen.log[0][0] == 3
    seen = alike(connection(("hosts_access",), ("show_changes",), ("refuse",), allow=b"ALL: ALL: severity mail.info\n"),
                 driver=foreign_severities)
    assert seen.log[0][0] == 22
    assert ["allow_severity", "from", "5", "to", "22"] in seen.words("changed")


# Options as 4.4BSD returns them, the first hop before them; test_wrappers_differences.py has those of Linux.
@pytest.mark.parametrize("options, done", [
    ("00000000" "8307040a010203", "shutdown"), ("00000000" "01018907040a010203", "shutdown"),
    ("00000000" "44080500000000", "setsockopt"),
    ("00000000" "00830304", "setsockopt"), ("00000000" "830004", "shutdown"),
    ("0000000007", "setsockopt"),
    ("00000000", "setsockopt"), ("", None)])
def test_source_routes_are_refused_and_other_ip_options_cleared(alike, options, done):
    seen = alike(connection(("ip_options", options), ("fix_options",), ("show_request",)))
    assert [first for first in ("setsockopt", "shutdown") if seen.words(first)] == ([done] if done else [])
    assert [priority for priority, _ in seen.log] == {"shutdown": [4], "setsockopt": [5], None: []}[done]


# --- text ---

@pytest.mark.parametrize("text", [
    "%a %A %c %d %h %H %n %N %p %r %R %s %u %%", "%x", "100%", "", "plain", "%n%u %c %h", "$(%d)", "%\\"])
def test_expansion(alike, text):
    alike(connection(("ident", "4000,22:USERID:UNIX:bob\r\n"), ("expand", 256, text), ("show_request",)))


@pytest.mark.parametrize("size", [64, 9, 8, 7])
def test_an_expansion_needs_two_bytes_more_than_its_length(alike, size):
    assert alike(asking(("init", 2, "sshd"), ("expand", size, "%dx"))).one("expanded") == "sshdx"


@pytest.mark.parametrize("text, rest", [("a:b:c", "b:c"), ("[a:b]:c", "c"), ("a", "(null)"), (":b", "b"),
                                        ("a]:b", "(null)"), ("a:", "")])
def test_split_at_counts_brackets(alike, text, rest):
    seen = alike(asking(("split_at", text, ":")))
    assert seen.words("split")[0][1] == rest


@pytest.mark.parametrize("size", [2, 3, 8, 64])
def test_xgets_joins_lines(alike, workplace, size):
    file = workplace.directory / f"lines-{size}"
    file.write_bytes(b"one\\\ntwo\n\\\n\\\nthree \\ \nfo\0ur\nfive\\\\\nlast\\")
    assert alike(asking(("xgets", size, file))).words("line")


@pytest.mark.parametrize("text", ["10.1.2.3", "10.1.2", "0x7f.1.2.3", "010.1.2.3", "1.2.3.4.5", "1..2.3", "256.1.1.1",
                                  "", "a.b.c.d",
                                  "255.255.255.255", "1.2.3.4 ", " 1.2.3.4", "1.2.3.", ".1.2.3"])
def test_dot_quad_addr(alike, text):
    alike(asking(("dot_quad_addr", text)))


@pytest.mark.parametrize("text", ["24", "0", "1", "31", "32", "33", "-1", "", "x", "+8", " 8", "8x", "0x8",
                                  "99999999999"])
def test_cidr_mask_addr(alike, text):
    alike(asking(("cidr_mask_addr", text)))


@pytest.mark.parametrize("text", ["", "plain", "%m", "%s %m %d", "100%", "%%m"])
def test_percent_m(alike, text):
    alike(asking(("close", 77), ("percent_m", text)))


# --- messages ---

def test_a_warning_has_its_place(alike):
    seen = alike(asking(("warn", "trouble"), ("context", "table", 3), ("warn", "trouble"), ("show_context",)))
    assert seen.log == [(3, "warning: trouble 7"), (3, "warning: table, line 3: trouble 7")]


def test_an_error_jumps(alike):
    seen = alike(asking(("jump", "trouble"), ("context", "table", 3), ("jump", "trouble")))
    assert seen.log == [(3, "error: trouble 7"), (3, "error: table, line 3: trouble 7")]
    assert seen.words("jumped") == [["-1"], ["-1"]]


@pytest.mark.parametrize("verbose", [0, 1, 2, 3])
def test_verbose_matching(alike, verbose):
    seen = alike(connection(("hosts_access",), allow=b"ALL: ALL: keepalive: nice: allow\n",
                            setup=(("verbose", verbose),)))
    assert len(seen.log) == (0, 3, 4, 4)[verbose]


# --- options called by themselves ---

@pytest.mark.parametrize("text, outcome", [
    ("keepalive", "options returned"), ("allow", "jumped 1"), ("deny", "jumped -1"), ("nonsense", "jumped -1"),
    ("", "options returned"),
    (" ", "jumped -1"), ("keepalive:", "options returned"), ("allow:", "jumped 1"), ("allow: deny", "jumped -1"),
    ("linger 5: linger x: keepalive", "jumped -1"), ("umask 077: setenv A %d: severity mail.info", "options returned"),
    ("rfc931 3", "options returned"), ("banners banners", "options returned"), ("banners nowhere", "options returned")])
def test_process_options(alike, text, outcome):
    seen = alike(connection(("ident", "4000,22:USERID:UNIX:bob\r\n"), ("options", text), ("show_request",),
                            ("show_changes",)))
    assert outcome in seen.shown()


def test_banners_are_expanded_and_sent(alike):
    seen = alike(connection(("hosts_access",), deny=b"ALL: ALL: banners banners\n"))
    assert seen.one("client-received") == "Welcome 10.1.2.3 to sshd\r\nline [two] 10.1.2.3\r\nno end"


# --- commands ---

def test_shell_cmd_waits_and_gives_no_files(alike):
    seen = alike(asking(("shell_cmd", "read line; echo \"$line\" $?; echo $GREETING >>$EFFECTS; umask >>$EFFECTS"),
                        ("show_changes",)))
    assert seen.one("effects") == "\n0022\n" and seen.one("output") is None and seen.exit == "returned"


@pytest.mark.parametrize("disposition", ["ignore_children", "handle_children"])
def test_shell_cmd_leaves_the_handling_of_children_alone(alike, disposition):
    seen = alike(asking((disposition,), ("show_changes",), ("shell_cmd", "echo done >>$EFFECTS"), ("show_changes",)))
    assert seen.one("effects") == "done\n"


def test_a_program_with_no_standard_files_can_spawn(alike):
    seen = alike(asking(("close", 0), ("close", 1), ("close", 2), ("hosts_ctl", "sshd", "unknown", "10.1.2.3", ""),
                        ("show_changes",),
                        allow=b"ALL: ALL: spawn echo %a >>$EFFECTS\n"))
    assert seen.one("effects") == "10.1.2.3\n" and seen.verdicts == [1]


@pytest.mark.parametrize("command", [
    "(echo %c >>$EFFECTS) &", "/bin/echo %c >>$EFFECTS", "echo %c >>$EFFECTS &", "(echo a \\: b >>$EFFECTS)"])
@pytest.mark.parametrize("allow, deny", [("ALL: ALL: {}\n", ""), ("", "ALL: ALL: {}\n")])
def test_a_shell_command_of_the_old_form_is_a_bad_option_that_refuses(alike, allow, deny, command):
    """Built without options, libwrap runs the third field; hosts_access(5) and Debian's library part there."""
    seen = alike(connection(("hosts_access",), allow=allow.format(command).encode(), deny=deny.format(command).encode()))
    assert seen.verdicts == [0] and seen.one("effects") is None
    assert seen.messages[-1].startswith("error: ") and "bad option name" in seen.messages[-1]


def test_twist_becomes_the_command(alike):
    seen = alike(connection(("hosts_access",), deny=b"ALL: ALL: twist echo go away, %c; echo loudly >&2; exit 4\n"))
    assert seen.one("client-received") == "go away, 10.1.2.3\nloudly\n" and seen.exit == "exited 4"
    assert seen.log == [(4, "twist 10.1.2.3 to echo go away, 10.1.2.3; echo loudly >&2; exit 4")]


def test_twist_is_refused_to_a_process_that_goes_on(alike):
    query = (CLIENT, SERVER, ("init", 1, 5, 2, "sshd"), ("sock_host",), ("hosts_access",))
    other = (CLIENT, SERVER, ("init", 1, 5, 2, "ftpd"), ("sock_host",), ("hosts_access",))
    seen = alike(Case(b"", b"sshd: ALL: twist echo never\n", (other, query)))
    assert seen.verdicts == [1, 0] and seen.exit == "returned"
    assert "twist option in resident process" in seen.messages[-1]


def test_dry_run_says_that_twist_was_reached(alike):
    seen = alike(connection(("hosts_access",), ("show_changes",),
                            allow=b"ALL: ALL: spawn echo >>$EFFECTS: twist echo\n",
                            setup=(("dry_run", 1),)))
    assert seen.one("effects") is None and seen.verdicts == [1]


@pytest.mark.parametrize("command, verdict", [("true", 1), ("false", 0), ("kill -9 $$", 0), ("echo asked %c", 1)])
def test_aclexec_decides(alike, command, verdict):
    seen = alike(connection(("hosts_access",), allow=f"ALL: ALL: aclexec {command}\n".encode(), deny=b"ALL: ALL\n"))
    assert seen.verdicts == [verdict]
    if "echo" in command:
        assert seen.one("output") == "asked 10.1.2.3\n"


# --- ident, by real connections ---

SERVICE = """
import socket, sys
listening = socket.create_server((sys.argv[1], 113), family=socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
print("READY", flush=True)
while True:
    connection, sender = listening.accept()
    question = connection.recv(100).decode()
    if sys.argv[2] == "silence":
        connection.recv(100)
    else:
        sender = sender[0].replace(":", ".")
        connection.sendall(sys.argv[2].format(*question.strip().split(","), sender=sender).encode())
    connection.close()
"""


@pytest.mark.parametrize("client, server", [("127.0.0.1", "127.0.0.2"), ("::1", "::1")])
@pytest.mark.parametrize("reply, user", [
    ("{},{}:USERID:UNIX:bob\r\n", "bob"), ("{} , {} : USERID : UNIX : {sender}\r\n", None),
    ("{1},{0}:USERID:UNIX:bob\r\n", "unknown"),
    ("{},{}:ERROR:NO-USER\r\n", "unknown"), ("{},{}:USERID:UNIX:bob", "unknown"), ("", "unknown")])
def test_ident_is_asked_from_the_address_of_the_server(alike, namespace, client, server, reply, user):
    namespace.start("/usr/bin/python3", "-c", SERVICE, client, reply)
    seen = alike(asking(("rfc931", client, 4000, server, 22), setup=(("real_network",),)), namespace=namespace)
    assert seen.one("ident") == (user or server.replace(":", "."))


def test_a_refused_ident_connection_is_an_unknown_user(alike, namespace):
    seen = alike(asking(("rfc931", "127.0.0.1", 4000, "127.0.0.2", 22), setup=(("real_network",),)),
                 namespace=namespace)
    assert seen.one("ident") == "unknown"


def test_ident_gives_up_after_its_timeout_and_keeps_the_alarm_of_the_program(alike, namespace):
    namespace.start("/usr/bin/python3", "-c", SERVICE, "127.0.0.1", "silence")
    seen = alike(asking(("alarm", 60), ("rfc931", "127.0.0.1", 4000, "127.0.0.2", 22), ("show_alarm",),
                        ("show_changes",),
                        setup=(("real_network",), ("timeout", 1))), namespace=namespace)
    assert seen.one("ident") == "unknown" and seen.one("alarm") == "pending"


def test_ident_is_not_asked_across_families(alike):
    assert alike(asking(("rfc931", "10.1.2.3", 4000, "2001:db8::1", 22))).words("connect") == []


# --- the library as such ---

def test_every_symbol_of_the_original_is_there(workplace):
    def exported(directory):
        listing = subprocess.run(("nm", "-D", "--defined-only", "-P", directory / workplaces.LIBRARY), check=True,
                                 capture_output=True, text=True).stdout
        return {line.split()[0].split("@")[0] for line in listing.splitlines()}
    assert exported(workplaces.ORIGINAL) - exported(workplaces.UNDER_TEST) == set()
