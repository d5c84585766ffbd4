"""The world that the cases live in: names and addresses, netgroups, pattern files, banners.

Everything overlaps: few addresses, names that lie in each way a name can lie, nets around them. So what a rule says
and what a query asks meet often.
"""

LONG_NAME = ".".join(["label" + "x" * 20] * 5) + ".example.com"
HOSTILE_NAME = "$(id);`id`|x'y\"z&.example.com"

# address: name of its PTR record
POINTERS = {
    "10.1.2.3": "alpha.example.com",
    "10.1.2.4": "Beta.Example.COM",
    "10.1.3.7": "gamma",
    "10.1.2.5": "unknown",
    "10.1.2.6": "paranoid",
    "10.1.2.8": "sp ace.example.com",
    "192.0.2.7": "10.1.evil.example",
    "192.0.2.8": "alias.example.com",
    "192.0.2.9": "liar.example.com",
    "192.0.2.10": "nowhere.example.com",
    "192.0.2.11": "10.1.2.3",
    "192.0.2.12": HOSTILE_NAME,
    "192.0.2.13": LONG_NAME,
    "192.0.2.14": LONG_NAME.replace("label", "other"),
    "127.0.0.1": "localhost",
    # What the C library calls the address of a local socket; its name is that of the machine.
    "localhost": "machine.example.com",
    "::1": "localhost",
    "2001:db8::7": "six.example.com",
    "2001:db8:1::9": "fouronly.example.com",
    "2001:db8::bad": "2001:db8::7",
    "fe80::1%lo": "link.example.com",
    "fe80::2%lo": "noscope.example.com",
    "10.9.9.1": "server.example.com",
    "2001:db8::1": "server6.example.com",
}
# (name, canonical name, address)
FORWARDS = (
    ("alpha.example.com", "alpha.example.com", "10.7.7.7"),
    ("alpha.example.com", "alpha.example.com", "10.1.2.3"),
    ("beta.example.com", "BETA.example.com", "10.1.2.4"),
    ("gamma", "gamma", "10.1.3.7"),
    ("unknown", "unknown", "10.1.2.5"),
    ("paranoid", "paranoid", "10.1.2.6"),
    ("sp ace.example.com", "sp ace.example.com", "10.1.2.8"),
    ("10.1.evil.example", "10.1.evil.example", "192.0.2.7"),
    ("alias.example.com", "alpha.example.com", "192.0.2.8"),
    ("liar.example.com", "liar.example.com", "203.0.113.9"),
    (HOSTILE_NAME, HOSTILE_NAME, "192.0.2.12"),
    (LONG_NAME, LONG_NAME, "192.0.2.13"),
    (LONG_NAME[:127], LONG_NAME[:127], "192.0.2.13"),
    (LONG_NAME.replace("label", "other"), LONG_NAME.replace("label", "other"), "192.0.2.14"),
    ("localhost", "localhost.localdomain", "127.0.0.1"),
    ("localhost", "localhost.localdomain", "::1"),
    ("six.example.com", "six.example.com", "10.1.2.9"),
    ("six.example.com", "six.example.com", "2001:db8::7"),
    ("fouronly.example.com", "fouronly.example.com", "10.1.2.9"),
    ("link.example.com", "link.example.com", "fe80::1%lo"),
    ("noscope.example.com", "noscope.example.com", "fe80::2"),
    ("server.example.com", "server.example.com", "10.9.9.1"),
    ("server6.example.com", "server6.example.com", "2001:db8::1"),
)
NETGROUPS = {"trusted": ("alpha.example.com", "gamma", "six.example.com", "server.example.com"), "Trusted": ("gamma",)}

LINES = tuple(("ptr", address, name) for address, name in POINTERS.items()) + tuple(
    ("forward", *forward) for forward in FORWARDS) + tuple(
    ("netgroup", group, member) for group, members in NETGROUPS.items() for member in members)

# What the pattern files hold; {here} stands for their directory.
PATTERN_FILES = {
    "plain": b"10.1.2.3 alpha.example.com\n192.0.2.\n",
    "comment": b"# ALL of them\n10.9.\n",
    "except": b"10.1. EXCEPT 10.1.2.3\n",
    "comma": b"10.1.2.3,10.1.2.4\n",
    "blanks": b"\f10.1.2.4\v\t.example.com\r\n\n",
    "unended": b"10.1.0.0/255.255.0.0",
    "user": b"bob@ALL\n",
    "nul": b"10.1.2.4\0 ALL\n192.0.2.9\n",
    "empty": b"",
    "nested": b"10.200. {here}/plain {here}/missing\n",
    "six": b"[2001:db8::]/32 fe80::1%lo\n[::1]\n",
    "words": b"KNOWN\n",
    "local": b"LOCAL PARANOID @trusted\n",
    "long": b"x" * 5000 + b" 10.1.2.\n",
    "backslash": b"10.1.\\\n2.3 10.1.2.4\n",
}
BANNERS = {
    "sshd": b"Welcome %c to %d\nline [two] %h\nno end",
    "in.tftpd": b"\0\0\0[unbalanced %a\nbalanced ] again\n%%%x%\n",
    "vsftpd": b"%n %u %s %p %r %R %A %H %N\r\n",
    "ftpd": b"",
}


def populate(directory):
    """Writes the pattern files and banners below the directory."""
    patterns, banners = directory / "patterns", directory / "banners"
    (patterns / "directory").mkdir(parents=True)
    banners.mkdir()
    for name, content in PATTERN_FILES.items():
        (patterns / name).write_bytes(content.replace(b"{here}", str(patterns).encode()))
    (patterns / "loop").symlink_to("loop")
    for name, content in BANNERS.items():
        (banners / name).write_bytes(content)
