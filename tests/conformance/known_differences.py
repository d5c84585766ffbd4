"""Where the library under test is meant to differ from the original, each with its reason. All else is a fault.

KNOWN is the list. Each entry erases its own difference from a pair of observations, where it sees the marks of it: how
the original gives itself away, and what ours does instead. A case is explained when nothing is left after all of them,
so that several may come together in one case, and hide nothing else that does. test_wrappers_differences.py has a case
for each entry that shows the behaviour itself.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Known:
    """erase(case, ours, theirs) takes the lines of both sides and returns them without this difference."""

    name: str
    reason: str
    erase: Callable


def _parts(lines):
    """The lines of each query; what comes before the first is the first part."""
    parts = [[]]
    for line in lines:
        if line == "query":
            parts.append([])
        parts[-1].append(line)
    return parts


def _denies(lines):
    """Whether this query was answered by a refusal with an error in the log."""
    return "verdict 0" in lines and any(line.startswith("syslog 3 error:") for line in lines)


def _join(parts):
    return [line for part in parts for line in part]


def _sticky_aclexec(case, ours, theirs):
    """Gives up where the original reports a failed aclexec that ours does not, if one may have failed before.

    A command that was followed by an error has left the flag, and nothing in the log.
    """
    mark = "syslog 6 aclexec%20returned"
    runs_commands = any(isinstance(table, bytes) and b"aclexec" in table.lower() for table in (case.allow, case.deny))
    for index, (our_line, their_line) in enumerate(zip(ours, theirs)):
        if our_line != their_line:
            inherited = their_line.startswith(mark) and runs_commands
            return (ours[:index], theirs[:index]) if inherited else (ours, theirs)
    return ours, theirs


def _ids(case, ours, theirs):
    """What is done to the ids is dropped from both."""
    def rest(lines):
        return [line for line in lines if not re.match("ids |changed (user|group) ", line)]
    return rest(ours), rest(theirs)


def _denied_instead(mark):
    """An eraser for where the original exits after a warning: all from there on goes, if ours has denied."""
    def erase(case, ours, theirs):
        our_parts, their_parts = _parts(ours), _parts(theirs)
        for index, (our_part, their_part) in enumerate(zip(our_parts, their_parts)):
            if not any(re.search(mark, line) for line in their_part) or not _denies(our_part):
                continue
            same = 0
            while same < min(len(our_part), len(their_part)) and our_part[same] == their_part[same]:
                same += 1
            # Up to the warning both must agree; "twist CLIENT to COMMAND" is announced by the original just before.
            announced = [line for line in their_part[same:] if not re.search(f"{mark}|%20to%20", line)]
            if announced and announced[0] == "sleep 5":
                return (_join(our_parts[:index]) + our_part[:same], _join(their_parts[:index]) + our_part[:same])
        return ours, theirs
    return erase


def _no_crash(case, ours, theirs):
    """Where the original is killed by its own fault and ours comes back, there is nothing to compare."""
    crashed = "killed 6" in theirs or "killed 11" in theirs
    return ([], []) if crashed and "done" in ours else (ours, theirs)


def _client_socket(case, ours, theirs):
    """Descriptor 5 is missing in the lists of open descriptors that our commands have written."""
    def without(line):
        return line.replace("%20/proc/self/fd/5", "") if re.match("effects |client-received |output ", line) else line
    return list(map(without, ours)), list(map(without, theirs))


def _stale_place(case, ours, theirs):
    """After the first verdict of a process, the original may name the place of a rule that is long done with."""
    missing = Counter(ours) - Counter(theirs)
    decided, rest = False, []
    for line in theirs:
        if decided and line.startswith("context ") and missing["context (null) 0"] > 0:
            missing["context (null) 0"] -= 1
            line = "context (null) 0"
        bare = re.sub(r"^(syslog 3 (?:warning|error):)%20\S*?,%20line%20\d+:", r"\1", line)
        if decided and bare != line and missing[bare] > 0:
            missing[bare] -= 1
            line = bare
        decided = decided or line.startswith("verdict ")
        rest.append(line)
    return ours, rest


def _nice(case, ours, theirs):
    """nice(3) may well return -1; errno was never set."""
    mark = re.compile(r"syslog 3 warning:\S*%20nice\(-\d+\):%20(?!Permission|Operation)")
    return ours, [line for line in theirs if not mark.match(line)]


def _whole_request(case, ours, theirs):
    """Where only ours has kept the user or the name as it was, theirs is taken for the same after sanitising."""
    def sanitised(line):
        return re.sub(r"(?<=[ ](?:user|name)=)[^ ]*", lambda text: re.sub("%[0-9a-fA-F]{2}|[^%!@_=+:,./A-Za-z0-9-]", "_",
                                                                          text[0]), line)
    changed = [line.startswith(("request ", "client ", "server ")) for line in theirs]
    if len(ours) != len(theirs):
        return ours, theirs
    same = [change and sanitised(our) == sanitised(their) for change, our, their in zip(changed, ours, theirs)]
    return ours, [our if is_same else their for is_same, our, their in zip(same, ours, theirs)]


def _twist_line(case, ours, theirs):
    """The client in the log line of a twist, as ours writes it."""
    def plain(line):
        client = re.match("syslog [0-9]+ twist%20(.*?)%20to%20", line)
        if not client:
            return line
        text = re.sub("%[0-9a-fA-F]{2}", lambda byte: chr(int(byte[0][1:], 16)), client[1])
        return line.replace(client[1], re.sub("[^!@%_=+:,./A-Za-z0-9-]", "_", text), 1)
    return list(map(plain, ours)), list(map(plain, theirs))


def _control_characters(case, ours, theirs):
    """Control characters of the original's log lines, as ours write them."""
    def shown(line):
        return re.sub("%(?:0[0-9a-fA-F]|1[0-9a-fA-F]|7[fF])", "?", line) if line.startswith("syslog ") else line
    return [line.replace("%3f", "?").replace("%3F", "?") for line in ours], [
        shown(line).replace("%3f", "?").replace("%3F", "?") for line in theirs]


def _setenv(case, ours, theirs):
    """The words for a name that cannot be one."""
    def plain(line):
        return re.sub(r"(?<=:%20)(memory%20allocation%20failure|setenv:%20\S*)$", "SETENV", line)
    return list(map(plain, ours)), list(map(plain, theirs))


def _when(applies):
    """An eraser for cases that can't be compared at all: they are told by what they set up."""
    def erase(case, ours, theirs):
        return ([], []) if applies(case) else (ours, theirs)
    return erase


def _asks_for(operation):
    return lambda case: any(line[0] == operation for query in (case.setup, *case.queries) for line in query)


def _percent_in_path(case):
    return any(isinstance(table, str) and "%" in table for table in (case.allow, case.deny))


KNOWN = (
    Known("user and group change the ids",
          "The original tests dry_run the wrong way round: it changes ids in tcpdmatch alone, in an order that fails.",
          _ids),
    Known("a failed aclexec ends with its rule",
          "The original never resets its flag, so that one failing aclexec voids later rules, of later requests too.",
          _sticky_aclexec),
    Known("an aclexec that cannot start its shell has failed",
          "The child of the original exits with 0 then, so that the rule holds as if the command had agreed.",
          _when(_asks_for("chroot"))),
    Known("pattern files cannot crash the process",
          "The original overflows a buffer at tokens over 8191 bytes, and the stack at a file that names itself.",
          _no_crash),
    Known("commands do not get the connection",
          "The original leaves the client's descriptor open in commands, which may then hold the connection open.",
          _client_socket),
    Known("aclexec waits for its own child",
          "The original waits for any child until it meets its own, and takes the others from the program.",
          _when(_asks_for("child"))),
    Known("warnings name no stale place",
          "The original leaves file and line set when a decision ends by allow, deny or an error.",
          _stale_place),
    Known("a negative nice value is no trouble",
          "The original takes the new value -1 for a failure and logs whatever error was the last.",
          _nice),
    Known("an expansion leaves the request alone",
          "The original makes the user and the names harmless in the request itself, where later rules compare them.",
          _whole_request),
    Known("a name that setenv cannot take is called that",
          "The original calls it a memory allocation failure.",
          _setenv),
    Known("the log line of a twist is harmless",
          "The original logs a name or a user as it came, unless an expansion has changed the request before.",
          _twist_line),
    Known("a log line has no control characters",
          "The original logs them as they come, from rules and from peers.",
          _control_characters),
    Known("an over-long expansion denies",
          "The original exits the whole process after five seconds, which a client could bring about.",
          _denied_instead("percent_x:%20expansion%20too%20long")),
    Known("a twist that cannot take the connection denies",
          "The original exits the whole process after five seconds.",
          _denied_instead("twist_option:%20dup")),
    Known("source routes are found where Linux has them",
          "The original skips four bytes that only BSD puts before the options, and lets source routes in.",
          _when(_asks_for("ip_options"))),
    Known("a path is not a format",
          "The original puts the path of the table into a format string.",
          _when(_percent_in_path)),
)


def explaining(case, ours, theirs):
    """The names of the known differences that explain this one; none if something else is left to explain."""
    names, our_lines, their_lines = [], ours.lines, theirs.lines
    for known in KNOWN:
        before = (our_lines, their_lines)
        our_lines, their_lines = known.erase(case, our_lines, their_lines)
        if (our_lines, their_lines) != before:
            names.append(known.name)
    return names if our_lines == their_lines else []
