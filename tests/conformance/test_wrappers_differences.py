"""What the library under test does otherwise than Debian's original, on purpose; known_differences.py says why.

Each test shows what the original does, then what ours does, and that nothing but the named difference lies between.
"""

from pathlib import Path

import pytest

from conformance import known_differences
from conformance import workplace as workplaces
from conformance.cases import Case

CLIENT = (("peer", "10.1.2.3", 4000), ("local", "10.9.9.1", 22))
DENY_ALL = b"ALL: ALL\n"


def connection(*lines, daemon="sshd"):
    """A query about a connection, with other lines around or instead of the decision."""
    return (*CLIENT, ("init", 1, 5, 2, daemon), ("sock_host",), *(lines or (("hosts_access",),)))


@pytest.fixture
def compared(workplace):
    """compared(name, case) returns what the original has done, and a function that returns what ours has done."""

    def run(name, case):
        ours, theirs = workplace.run_one(case)

        def ours_explained():
            if workplaces.tests_the_original():
                pytest.skip("the library under test is the original itself")
            names = known_differences.explaining(case, ours, theirs)
            assert name in names, "\n".join(["ours", *ours.shown(), "theirs", *theirs.shown()])
            return ours

        return theirs, ours_explained

    return run


def test_every_known_difference_is_named_once():
    names = [known.name for known in known_differences.KNOWN]
    assert len(set(names)) == len(names)
    assert all(known.reason.endswith(".") for known in known_differences.KNOWN)


def test_every_difference_is_documented_with_its_test():
    page = (Path(__file__).parents[2] / "docs/differences.md").read_text()
    own = (test_every_known_difference_is_named_once.__name__, test_every_difference_is_documented_with_its_test.__name__)
    missing = [name for name in globals() if name.startswith("test_") and name not in own and f"`{name}`" not in page]
    assert missing == []


def test_a_failed_aclexec_ends_with_its_request(compared):
    table = b"sshd: ALL: aclexec false\nftpd: ALL: keepalive\n" + DENY_ALL
    case = Case(b"", table, (connection(), connection(daemon="ftpd")))
    theirs, ours = compared("a failed aclexec ends with its rule", case)
    assert theirs.verdicts == [1, 1]
    assert ours().verdicts == [1, 0]


def test_a_failed_aclexec_in_one_table_does_not_void_the_other(compared):
    case = Case(b"ALL: ALL: aclexec false\n", b"ALL: ALL: spawn true\n", (connection(),))
    theirs, ours = compared("a failed aclexec ends with its rule", case)
    assert theirs.verdicts == [1]
    assert ours().verdicts == [0]


@pytest.mark.parametrize("option, ids", [
    ("user nobody", "65534 65534"), ("user nobody.nogroup", "65534 65534"), ("user daemon", "1 1"),
    ("group nogroup", "0 0")])
def test_user_and_group_change_the_ids(compared, option, ids):
    case = Case(f"ALL: ALL: {option}\n".encode(), DENY_ALL, (connection(("hosts_access",), ("show_changes",)),),
                (("real_ids",),))
    theirs, ours = compared("user and group change the ids", case)
    assert theirs.verdicts == [1] and theirs.words("ids") == []
    seen = ours()
    assert seen.verdicts == [1]
    groups_are_set = [words[0] for words in seen.words("ids")]
    assert groups_are_set[0] in ("setgid", "setresgid", "setgroups", "initgroups")
    assert option.startswith("group") or groups_are_set[-1] in ("setuid", "setresuid")
    changed = {words[0]: " ".join(words[4:]) for words in seen.words("changed")}
    assert changed.get("user", "0 0").split("to ")[-1] == ids and "group" in changed


def test_a_dry_run_leaves_the_ids_alone(compared):
    case = Case(b"ALL: ALL: user nobody\n", DENY_ALL, (connection(),), (("dry_run", 1),))
    theirs, ours = compared("user and group change the ids", case)
    assert [words[0] for words in theirs.words("ids")] == ["setuid", "setgid", "initgroups"]
    assert ours().words("ids") == []


def test_an_aclexec_that_cannot_start_its_shell_has_failed(compared):
    case = Case(b"ALL: ALL: aclexec true\n", DENY_ALL, (connection(),), (("chroot", "."),))
    theirs, ours = compared("an aclexec that cannot start its shell has failed", case)
    assert theirs.verdicts == [1]
    assert ours().verdicts == [0]


@pytest.mark.parametrize("content, ending", [(b"x" * 20_000 + b" 10.1.2.3\n", "killed"),
                                             (b"x {self}\n10.1.2.3\n", "killed 11")])
def test_pattern_files_cannot_crash_the_process(compared, workplace, content, ending):
    file = workplace.directory / "patterns" / f"crash-{len(content)}"
    file.write_bytes(content.replace(b"{self}", str(file).encode()))
    case = Case(b"", f"ALL: {file}\n".encode(), (connection(),))
    theirs, ours = compared("pattern files cannot crash the process", case)
    assert theirs.exit.startswith(ending)
    assert ours().exit == "returned"


def test_a_pattern_file_that_names_itself_does_not_match_and_is_reported(compared, workplace):
    file = workplace.directory / "patterns" / "itself"
    file.write_text(f"x {file}\n")
    case = Case(b"", f"ALL: {file}\n".encode(), (connection(),))
    theirs, ours = compared("pattern files cannot crash the process", case)
    assert theirs.exit == "killed 11"
    seen = ours()
    assert seen.verdicts == [1] and any("warning" in message for message in seen.messages)


def test_commands_do_not_get_the_connection(compared):
    case = Case(b"ALL: ALL: spawn echo /proc/self/fd/* >>$EFFECTS\n", DENY_ALL, (connection(),))
    theirs, ours = compared("commands do not get the connection", case)
    assert "/proc/self/fd/5" in theirs.one("effects")
    assert "/proc/self/fd/5" not in ours().one("effects")


@pytest.mark.parametrize("command, status", [("false", 0), ("true", 3)])
def test_aclexec_waits_for_its_own_child(compared, command, status):
    query = connection(("child", status), ("hosts_access",), ("reap",))
    case = Case(f"ALL: ALL: aclexec {command}\n".encode(), DENY_ALL, (query,))
    theirs, ours = compared("aclexec waits for its own child", case)
    assert theirs.verdicts == [int(command == "true")] and theirs.one("reaped") == "none 0"
    seen = ours()
    assert seen.verdicts == theirs.verdicts and seen.one("reaped") == f"child {status}"


def test_warnings_name_no_stale_place(compared):
    unconnected = (("init", 1, 7, 2, "sshd"), ("sock_host",))
    case = Case(b"ALL: ALL: allow\n", b"", (connection(), unconnected))
    theirs, ours = compared("warnings name no stale place", case)
    assert "line 1: can't get client address" in theirs.messages[0]
    assert ours().messages[0].startswith("warning: can't get client address")


def test_a_decision_leaves_no_place_behind(compared):
    case = Case(b"ALL: ALL: allow\n", b"", (connection(("hosts_access",), ("show_context",)),))
    theirs, ours = compared("warnings name no stale place", case)
    assert theirs.one("context").endswith(" 1")
    assert ours().one("context") == "(null) 0"


@pytest.mark.parametrize("option", ["setenv A", "spawn echo", "aclexec echo", "twist echo"])
def test_an_over_long_expansion_denies(compared, option):
    query = (("init", 2, "sshd", 4, "n" * 127, 5, "10.1.2.3"), ("hosts_access",))
    case = Case(f"ALL: ALL: {option} {'%n' * 100}\n".encode(), b"", (query,))
    theirs, ours = compared("an over-long expansion denies", case)
    assert theirs.exit == "exited 0" and theirs.words("sleep") == [["5"]]
    seen = ours()
    assert seen.exit == "returned" and seen.verdicts == [0] and seen.words("sleep") == []


def test_a_twist_that_cannot_take_the_connection_denies(compared):
    case = Case(b"ALL: ALL: twist echo never\n", b"", ((("hosts_ctl", "sshd", "unknown", "10.1.2.3", "unknown"),),))
    theirs, ours = compared("a twist that cannot take the connection denies", case)
    assert theirs.exit == "exited 0" and theirs.words("sleep") == [["5"]]
    seen = ours()
    assert seen.exit == "returned" and seen.verdicts == [0] and seen.words("sleep") == []


def test_a_negative_nice_value_is_no_trouble(compared):
    case = Case(b"ALL: ALL: nice -5\n", b"", (connection(("hosts_access",), ("show_changes",)),))
    theirs, ours = compared("a negative nice value is no trouble", case)
    assert "nice(-5)" in theirs.messages[0]
    seen = ours()
    assert seen.messages == [] and ["nice", "from", "0", "to", "-5"] in seen.words("changed")


def test_a_path_is_not_a_format(compared, workplace):
    directory = workplace.directory / "100%d"
    directory.mkdir(exist_ok=True)
    (directory / "deny").write_text("no colon\nALL: ALL\n")
    theirs, ours = compared("a path is not a format", Case(b"", "100%d/deny", (connection(),)))
    assert "100%d" not in theirs.messages[0]
    assert ours().messages == ['warning: 100%d/deny, line 1: missing ":" separator']


def test_a_source_route_is_refused(compared):
    case = Case(b"", b"", (connection(("ip_options", "8307040a010203"), ("fix_options",)),))
    theirs, ours = compared("source routes are found where Linux has them", case)
    assert theirs.words("setsockopt") and not theirs.words("shutdown")
    assert ours().words("shutdown")


def test_an_expansion_leaves_the_user_as_it_was(compared):
    query = connection(("ident", "4000,22:USERID:UNIX:b$b\r\n"), ("expand", 256, "%u"), ("show_request",))
    theirs, ours = compared("an expansion leaves the request alone", Case(b"", b"", (query,)))
    assert theirs.one("expanded") == "b_b" and "user=b_b" in theirs.words("request")[0]
    assert ours().one("expanded") == "b_b" and "user=b$b" in ours().words("request")[0]


def test_a_bad_name_for_setenv_is_called_that(compared):
    case = Case(b"ALL: ALL: setenv A=b\n", b"", (connection(),))
    theirs, ours = compared("a name that setenv cannot take is called that", case)
    assert theirs.verdicts == ours().verdicts == [0]
    assert "is no name of a variable" in ours().messages[-1]


def test_a_log_line_has_no_control_characters(compared):
    case = Case(b"ALL: ALL: sp\x0bwn\n", b"", (connection(),))
    theirs, ours = compared("a log line has no control characters", case)
    assert "sp\x0bwn" in theirs.messages[-1]
    assert "sp?wn" in ours().messages[-1]


def test_the_log_line_of_a_twist_is_harmless(compared):
    query = (("init", 2, "sshd", 1, 5, 3, "eve;$(id)", 5, "10.1.2.3"), ("hosts_access",))
    theirs, ours = compared("the log line of a twist is harmless", Case(b"ALL: ALL: twist true\n", b"", (query,)))
    assert theirs.messages[-1].startswith("twist eve;$(id)@10.1.2.3 to ")
    assert ours().messages[-1].startswith("twist eve___id_@10.1.2.3 to ")
