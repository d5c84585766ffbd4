"""Cases for the driver (driver/driver.c), and what it has observed.

A case is one process: a pair of tables, and the queries that it asks one after the other. A query is a tuple of lines
for the driver, each a tuple of words: an operation and its arguments (driver/operations.h).
"""

import re
from dataclasses import dataclass, field

# Tables that are no ordinary files, by the path that the workplace (workplace.py) has for each.
DIRECTORY, LOOP, BELOW_A_FILE, MISSING = "directory", "loop", "file/below", "missing"


@dataclass(frozen=True)
class Case:
    """A table is the bytes of a file, or the path of something that the workplace holds."""

    allow: bytes | str = MISSING
    deny: bytes | str = MISSING
    queries: tuple = ()
    setup: tuple = ()

    def lines(self, allow_path, deny_path):
        """All lines for the driver but the frame."""
        yield ("allow_table", allow_path)
        yield ("deny_table", deny_path)
        yield from self.setup
        for query in self.queries:
            yield ("query",)
            yield from query


def quoted(word):
    """A word as the driver reads and writes it: driver/observe.h."""
    text = word if isinstance(word, bytes) else str(word).encode()
    return re.sub(rb"[^!-~]|%", lambda byte: b"%%%02X" % byte[0][0], text) or b"%"


def plain(word):
    """The text, each byte a character, that the driver has written as this word; NAME=% has an empty value."""
    return re.sub("%([0-9A-F]{2})?", lambda code: chr(int(code[1], 16)) if code[1] else "", word)


def script_line(line):
    """The words as one line of a script."""
    return b" ".join(map(quoted, line))


@dataclass
class Observation:
    """What the driver saw in one case: its lines as they were written."""

    lines: list = field(default_factory=list)

    def words(self, first):
        """The other words, as plain text, of each line that begins with that word."""
        return [[plain(word) for word in line.split(" ")[1:]] for line in self.lines if line.split(" ", 1)[0] == first]

    @property
    def verdicts(self):
        """What hosts_access() and hosts_ctl() have returned, one after the other."""
        return [int(words[0]) for words in self.words("verdict")]

    @property
    def log(self):
        """(priority, text) of each line sent to the system log."""
        return [(int(priority), text) for priority, text in self.words("syslog")]

    @property
    def messages(self):
        """The texts of the log alone."""
        return [text for _, text in self.log]

    def one(self, first):
        """The single line that begins with this word, as plain text without it, or None."""
        found = self.words(first)
        assert len(found) < 2, self.shown()
        return " ".join(found[0]) if found else None

    @property
    def exit(self):
        """How the process ended, as in "exited 0" or "killed 11"; "returned" when all calls came back."""
        return "returned" if "done" in self.lines else next(
            line for line in self.lines if re.match("exited|killed", line))

    def segments(self):
        """The lines of each query; what was collected after the end of the process belongs to the last."""
        parts = [[]]
        for line in self.lines:
            if line == "query":
                parts.append([])
            else:
                parts[-1].append(line)
        return parts[1:]

    def without(self, *firsts):
        """The lines that do not begin with one of these words."""
        return [line for line in self.lines if line.split(" ", 1)[0] not in firsts]

    def shown(self):
        """For people: one line each, control characters as escapes."""
        return [" ".join(map(plain, line.split(" "))).encode("unicode_escape").decode() for line in self.lines]


def read_results(data):
    """Takes the driver's results apart: the path of the library, and {name: Observation}."""
    # The numbers of processes are all that differs between two runs of the same thing.
    text = re.sub(rb"process%20\d+%20exited", b"process%20N%20exited", data).decode("ascii")
    library, observations, current = None, {}, None
    for line in text.splitlines():
        if line.startswith("case "):
            current = observations.setdefault(line[5:], Observation())
        elif line == "end":
            current = None
        elif current is not None:
            current.lines.append(line)
        elif line.startswith("library "):
            library = line[8:]
    return library, observations
