"""Makes pairs of tables and queries by the grammar of the access control language, and then spoils some of them.

    for case in Generator(seed, directory_of_patterns).cases(pairs): ...

Equal seeds give equal cases. vocabulary.py holds the words.
"""

import random

from conformance import cases, vocabulary, world

QUERIES_A_PAIR = 5
SEPARATORS = (" ", ", ", ",", "\t", " ,\r ", ",,")


class Generator:
    """Everything is drawn from one seeded source."""

    def __init__(self, seed, patterns):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        names = (*world.PATTERN_FILES, "missing", "directory", "loop", "plain/below")
        self.files = [f"{patterns}/{name}" for name in names]

    def chance(self, probability):
        return self.random.random() < probability

    def early(self, words, count):
        """Mostly one of the first words, which mean something."""
        return self.pick(words[:count] if self.chance(0.7) else words)

    # --- patterns ---

    def case_of(self, word):
        """Now and then the word in other letters: comparison ignores case, paths do not."""
        return self.pick((word.upper, word.lower, word.swapcase))() if self.chance(0.05) else word

    def net(self):
        if self.chance(0.6):
            return f"{self.early(vocabulary.IPV4_NETS, 8)}/{self.early(vocabulary.IPV4_MASKS, 8)}"
        return f"{self.pick(vocabulary.IPV6_NETS)}/{self.pick(vocabulary.IPV6_MASKS)}"

    def host(self):
        kind = self.random.random()
        if kind < 0.6:
            return self.case_of(self.pick(vocabulary.HOST_PATTERNS))
        if kind < 0.7:
            address = self.pick(vocabulary.ADDRESSES)
            return f"[{address}]" if ":" in address and self.chance(0.9) else address
        if kind < 0.9:
            return self.net()
        return self.case_of(self.pick(self.files))

    def client(self):
        if self.chance(0.12):
            return self.pick((*vocabulary.USERS, "KNOWN", "UNKNOWN", "ALL", "b*", "LOCAL", "/x")) + "@" + self.host()
        return self.host()

    def daemon(self):
        pattern = self.case_of(self.early(vocabulary.DAEMON_PATTERNS, 10))
        if self.chance(0.12):
            where = self.pick(vocabulary.SERVER_PATTERNS) if self.chance(0.6) else self.host()
            return f"{pattern}@{where}"
        return self.pick(self.files) if self.chance(0.02) else pattern

    def list_of(self, make):
        words = [make() for _ in range(self.pick((1, 1, 1, 1, 2, 2, 3)))]
        while self.chance(0.15):
            words += [self.case_of("EXCEPT"), *(make() for _ in range(self.pick((0, 1, 1, 1, 2))))]
        if self.chance(0.01):
            words.insert(0, "EXCEPT")
        text = self.pick(SEPARATORS).join(words)
        return self.pick(SEPARATORS) + text + self.pick(SEPARATORS) if self.chance(0.2) else text

    # --- options ---

    def option(self):
        kind = self.random.random()
        if kind < 0.15:
            return self.case_of(self.pick(vocabulary.WITHOUT_VALUE))
        if kind < 0.2:
            return self.pick(vocabulary.BAD_OPTIONS)
        name, values = self.pick((
            ("severity", vocabulary.LEVELS), ("severity", vocabulary.LEVELS[:8]), ("spawn", vocabulary.COMMANDS),
            ("twist", vocabulary.COMMANDS), ("aclexec", vocabulary.TESTS), ("aclexec", vocabulary.TESTS),
            ("setenv", vocabulary.SETTINGS), ("linger", vocabulary.NUMBERS), ("nice", vocabulary.NUMBERS),
            ("rfc931", vocabulary.NUMBERS), ("umask", vocabulary.MASKS), ("user", vocabulary.IDS),
            ("group", vocabulary.GROUPS), ("banners", vocabulary.BANNER_PLACES[:1] + vocabulary.BANNER_PLACES)))
        return self.case_of(name) + self.pick((" ", " ", "=", " = ", "\t")) + self.pick(values)

    def options(self):
        parts = [self.option() for _ in range(self.pick((0, 1, 1, 2, 3)))]
        if not parts or self.chance(0.4):
            parts.append(self.case_of(self.pick(("allow", "deny", "deny", "twist " + self.pick(vocabulary.COMMANDS)))))
        # What must be last is put last most of the time, so that what precedes it is seen to work.
        if self.chance(0.8):
            parts.sort(key=lambda text: text.lower()[:5] in ("allow", "deny", "twist"))
        return self.pick((": ", " : ", ":")).join(parts)

    # --- tables ---

    def rule(self):
        text = self.list_of(self.daemon) + self.pick((":", ": ", " : ", "\t:")) + self.list_of(self.client)
        if self.chance(0.4):
            text += self.pick((" : ", ":", ": ")) + self.options()
        return text

    def line(self):
        kind = self.random.random()
        if kind < 0.88:
            return self.rule()
        if kind < 0.92:
            return self.pick(("# ", "#", " # ", "\t#", "")) + self.rule() + self.pick(("", "", "\\", " # ALL: ALL"))
        return self.pick(vocabulary.ODD_LINES)

    def continued(self, text):
        """Splits the line in the way that the language joins."""
        for _ in range(self.pick((1, 1, 2, 3))):
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.pick(("\\\n", "\\\n", "\\\n", "\\ \n")) + text[at:]
        return text

    def padded(self, text):
        """Makes the line with its newline as long as the buffer, or one byte more or less."""
        room = self.pick((2046, 2047, 2048, 2049, 4100)) - 1 - len(text.encode())
        if self.chance(0.5):
            return text + self.pick((" ", ",", "x")) * room
        return self.pick((" ", ",", "\t")) * room + text

    def table(self, last):
        lines = [self.line() for _ in range(self.pick((0, 1, 1, 2, 3, 4)))] + last
        lines = [self.continued(line) if self.chance(0.04) else self.padded(line) if self.chance(0.008) else line
                 for line in lines]
        text = "".join(line + "\n" for line in lines)
        if self.chance(0.05):
            text = text.replace("\n", "\r\n")
        if self.chance(0.03):
            text = text[:-1]
        if self.chance(0.02):
            text = "\ufeff" + text
        if self.chance(0.03) and text:
            text = self.spoiled(text)
        return text.encode()

    def spoiled(self, text):
        """Some bytes that do not belong there."""
        for _ in range(self.pick((1, 1, 2, 5))):
            at = self.random.randrange(len(text))
            text = text[:at] + self.pick(vocabulary.ODD_PIECES) + text[at + 1:]
        return text

    def tables(self):
        if self.chance(0.02):
            allow = self.pick((cases.MISSING, cases.DIRECTORY, cases.LOOP, cases.BELOW_A_FILE, b""))
        else:
            allow = self.table([])
        if self.chance(0.04):
            return allow, self.pick((cases.MISSING, cases.DIRECTORY, cases.LOOP, cases.BELOW_A_FILE, b""))
        return allow, self.table([self.pick(vocabulary.LAST_LINES)] if self.chance(0.7) else [])

    # --- queries ---

    def by_strings(self):
        return (("hosts_ctl", self.daemon_name(), self.pick(vocabulary.NAMES), self.pick(vocabulary.ADDRESS_TEXTS),
                 self.pick(vocabulary.USERS)),)

    def daemon_name(self):
        return self.early(vocabulary.DAEMONS, 4)

    def by_keys(self):
        """The ways in which callers fill in a request themselves."""
        words = ["init", 2, self.daemon_name()] + ([1, 5] if self.chance(0.6) else [])
        for key, pool in ((3, vocabulary.USERS), (4, vocabulary.NAMES), (5, vocabulary.ADDRESS_TEXTS),
                          (7, vocabulary.NAMES),
                          (8, vocabulary.SERVER_ADDRESSES)):
            if self.chance(0.6):
                words += [key, self.pick(pool)]
        if self.chance(0.4):
            words += [6, f"{self.pick(vocabulary.ADDRESSES)} {self.pick(vocabulary.PORTS)}"]
        if self.chance(0.4):
            words += [9, f"{self.pick(vocabulary.SERVER_ADDRESSES)} {self.pick(vocabulary.PORTS)}"]
        methods = (("sock_methods",),) if self.chance(0.6) else ()
        return (tuple(words), *methods, ("hosts_access",), ("show_request",))

    def by_socket(self):
        """As a server does it that has accepted a connection."""
        port = self.pick((4000, 1023))
        client, server = self.pick(vocabulary.ADDRESSES), self.pick(vocabulary.SERVER_ADDRESSES)
        if (":" in client) != (":" in server) and self.chance(0.9):
            server = "2001:db8::1" if ":" in client else "10.9.9.1"
        service = self.pick(vocabulary.PORTS)
        lines = [("peer", client, port), ("local", server, service)]
        if self.chance(0.02):
            lines[0] = ("peer", 107)
            if self.chance(0.7):
                lines.append(("datagram", client, port))
        if self.chance(0.02):
            lines[1] = ("local", 105)
        if self.chance(0.6):
            lines.append(("ident", self.pick(vocabulary.IDENT_REPLIES).format(client=port, server=service)))
        lines += [("init", 1, 5, 2, self.daemon_name()), ("sock_host",), ("hosts_access",), ("show_request",)]
        if self.chance(0.1):
            lines.append(("eval", "user", "client", "server", "client-name", "server-name", "client-info",
                          "server-port"))
        return tuple(lines)

    def query(self):
        make = self.pick((self.by_strings, self.by_strings, self.by_keys, self.by_socket, self.by_socket))
        return make() + (("show_changes",),)

    def cases(self, pairs):
        """Yields the cases of so many pairs of tables: a process for each query, or one for all of a pair."""
        for _ in range(pairs):
            allow, deny = self.tables()
            setup = (("verbose", self.pick((0, 1, 2, 2, 2, 2))),)
            if self.chance(0.01):
                setup += (("dry_run", 1),)
            queries = [self.query() for _ in range(QUERIES_A_PAIR)]
            if self.chance(0.15):
                yield cases.Case(allow, deny, tuple(queries), setup)
            else:
                yield from (cases.Case(allow, deny, (query,), setup) for query in queries)
