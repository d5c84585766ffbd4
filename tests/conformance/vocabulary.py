"""The words that generated rules and queries are made of: small pools that overlap, with good and bad of everything."""

from conformance import world

DAEMONS = ("sshd", "in.tftpd", "vsftpd", "ftpd", "22", "unknown", "ALL", "SSHD", "", "d" * 140)
DAEMON_PATTERNS = (
    "ALL", "ALL", "all", "sshd", "sshd", "SSHD", "in.tftpd", "vsftpd", "ftpd", "*", "s*", "?shd", "*ftpd", "in.",
    ".tftpd", ".", "KNOWN", "UNKNOWN", "LOCAL", "unk*", "22", "022", "+22", "-22", "23", "65535", "65536",
    "4294967318", "22x", "0", "@trusted", "#", "[sshd]", "", "except")
SERVER_PATTERNS = ("10.9.9.1", "10.9.9.", "[2001:db8::1]", "server.example.com", "ALL", "KNOWN", "UNKNOWN", "127.0.0.1")
ADDRESSES = tuple(address for address in world.POINTERS if address != "localhost") + (
    "10.1.2.7", "10.2.0.1", "198.51.100.1", "255.255.255.255", "0.0.0.0", "2001:db8:1::8", "2001:db8::a01:203",
    "fe80::1%7", "::ffff:10.1.2.3", "::ffff:192.0.2.7", "::ffff:10.1.3.7", "::")
# What a socket cannot have but a caller of hosts_ctl() can say.
ADDRESS_TEXTS = ADDRESSES + (
    "unknown", "", "::FFFF:10.1.2.3", "::ffff:a01:203", "::ffff:10.1.2", "10.1.2", "garbage", "2001:DB8::7",
    "2001:db8:0:0:0:0:0:7", "10.1.2.3 ", "fe80::1", "fe80::1%nowhere", "paranoid", "010.1.2.3")
NAMES = (
    "unknown", "unknown", "", "alpha.example.com", "ALPHA.example.COM", "beta.example.com", "gamma", "paranoid",
    "10.1.evil.example", "six.example.com", "a b;c.example", "x" * 140, "unknown.example", "Known", ".", "a.",
    "10.1.2.3", world.HOSTILE_NAME)
USERS = ("unknown", "", "bob", "BOB", "root", "bob smith", "eve;$(id)", "known", "@trusted")
SERVER_ADDRESSES = ("10.9.9.1", "10.9.9.2", "2001:db8::1", "127.0.0.1", "::ffff:10.9.9.1")
PORTS = (22, 22, 69, 21, 65535, 0)

HOST_PATTERNS = (
    "ALL", "ALL", "all", "KNOWN", "UNKNOWN", "LOCAL", "PARANOID", "paranoid", "unk*", "Local", "EXCEPTION",
    "10.1.2.3", "10.1.2.4", "10.1.2.", "10.1.", "10.", "10.1", "1", ".3", ".2.3", "3", "10.1.2.3.", "192.0.2.",
    "127.", "10.1.*", "10.?.2.3", "10.1.2.?", "*", "?", "*.3", "192.0.2.1?", "*.*", "10.1.x.", "**3", "2001:*",
    "*:7", "alpha.example.com", "ALPHA.EXAMPLE.COM", "beta.example.com", ".example.com", ".com", ".COM",
    "example.com", "*.example.com", "alpha.", "*a", "gamma", "gam", "localhost", "localhost.localdomain",
    ".evil.example", "six.*", "$(id);`id`|x'y\"z&.example.com", "@trusted", "@Trusted", "@nobody", "@", "@@trusted",
    "bob@", "-", ".", "..", "*?*", "KNOWN.", "0x0a010203", "[2001:db8::7]", "[2001:DB8:0::7]", "[::1]", "[fe80::1]",
    "[fe80::1%lo]", "[fe80::1%nowhere]", "[::ffff:10.1.2.3]", "[10.1.2.3]", "[2001:db8::*]", "[]", "[", "]",
    "[garbage]", "[::1", "::1]", "2001", "[2001:db8::7]x", "x[2001:db8::7]", "[::ffff:a01:203]", "[2001:db8::/32]",
    "[::]", "LOCAL.", "10.1.2.3:22", "#", "\\", "a\\", "\v10.1.2.3", "\f", "é", ";", '"ALL"')
IPV4_NETS = (
    "10.1.2.0", "10.1.0.0", "10.0.0.0", "0.0.0.0", "10.1.2.3", "192.0.2.0", "127.0.0.0", "255.255.255.255", "10.1.2",
    "0xa.1.2.0", "0012.1.2.0", "10.1.256.0", "10.1.2.0.0", "10..2.0", "10.1.2.3x", "", "1", "128.0.0.0", "10.1.2.")
IPV4_MASKS = (
    "24", "16", "8", "1", "32", "31", "0", "33", "-1", "+24", "024", "0x18", "24abc", " 24", "", "255.255.255.0",
    "255.255.0.0", "0.0.0.0", "255.0.255.0", "255.255.255.255", "255.255.255", "24.0.0.0", "0xffffff00",
    "255.255.255.256", "4294967320", "24/8", "99999999999999999999", "0.0.0.7", "*", "2?")
IPV6_NETS = (
    "[2001:db8::]", "[2001:db8::7]", "[2001:db8:1::]", "[::]", "[fe80::]", "[fe80::1%lo]", "[::ffff:0:0]", "[::1]",
    "[::ffff:10.1.2.3]", "[10.1.2.0]", "[x]", "[]", "2001:db8::", "[2001:db8::]x", "x[::]", "[[::]]")
IPV6_MASKS = (
    "32", "48", "64", "128", "127", "1", "0", "129", "-1", "", "junk", "32junk", "+32", "032", "0x20", "10", "96",
    "ffff::", "4294967328")

ODD_LINES = (
    "", " ", "\t \r", "no colon", "ALL", ":", "::", ": ALL", "ALL:", "ALL: ALL:", "sshd ALL", "[x: y", "a]b: ALL",
    "ALL:: allow", "\\", "#", "\\\\", "ALL: ALL: : allow", "ALL: ALL: allow:")
ODD_PIECES = ("\0", "[", "]", ":", "\\", "@", "/", "*", "%", "\n", "\r", ",", "\v", "EXCEPT")
LAST_LINES = ("ALL: ALL", "ALL: ALL", "ALL: ALL EXCEPT LOCAL", "ALL: ALL: spawn true")

# Option texts. A colon in a value is escaped as the language wants it.
LEVELS = (
    "info", "NOTICE", "mail.debug", "auth.err", "local0.crit", "LOCAL7.alert", "kern.emerg", "user.warning", "kern.",
    "cron.info", "news.info", "uucp.info", "daemon.info", "lpr.info", "local8.info", "authpriv.info", "ftp.info",
    "syslog.info", "security.info", "warn", "error", "panic", "none", "info.mail", ".info", "mail", "mail.info.x",
    " info", "info ", "mail .info", "")
COMMANDS = (
    "exit 3", "echo %a %c %d >>$EFFECTS", "echo '%h' '%n' '%u' >>$EFFECTS", "echo %s %p %r %R %A %H %N >>$EFFECTS",
    "echo 100%% %x % >>$EFFECTS", "echo a \\: b \\\\ c >>$EFFECTS", "umask >>$EFFECTS; echo $GREETING >>$EFFECTS",
    "kill -9 $$", "echo = [%c] >>$EFFECTS", "true %", "echo /proc/self/fd/* >>$EFFECTS",
    "= echo two >>$EFFECTS", "echo %u@%h>>$EFFECTS", "echo out; echo err >&2",
    "read line; echo \"got $line $?\" >>$EFFECTS", "\techo tab >>$EFFECTS\t", "nosuchcommand 2>/dev/null")
TESTS = (
    "true", "false", "test %a = 10.1.2.3", "test '%n' = alpha.example.com", "exit 0", "exit 255", "kill -15 $$",
    "echo asked %c", "echo asked %d >>$EFFECTS; false", ":", "nosuchcommand 2>/dev/null", "test %u = bob")
SETTINGS = (
    "GREETING hello %c", "GREETING", "GREETING  two  words ", "PATH=/bin", "A=b", "GREETING = x", "= x", "G%d %a",
    "GREETING %n%u", "GREETING a\\:b", "", "LONG " + "%n" * 40, "EMPTY %", "BIG " + "%n" * 90)
NUMBERS = (
    "0", "1", "10", "-1", "+5", " 7", "7 ", "x", "5x", "", "08", "2147483647", "2147483648", "0x5", "-5", "19",
    "1 2", "3.5")
MASKS = ("022", "77", "0", "777", "1000", "8", "22x", "-1", "+22", "", " 027", "0x12", "00000027")
IDS = (
    "nobody", "nobody.nogroup", "root", "nosuchuser", "nobody.nosuchgroup", "0", "nobody:nogroup", "", "daemon.",
    ".daemon", "NOBODY", "root.root.root")
GROUPS = ("nogroup", "root", "nosuchgroup", "0", "", "tty")
BANNER_PLACES = (
    "banners", "banners/", "patterns", "nowhere", "file", "banners x", "", "loop", "%d", "banners/../banners")
WITHOUT_VALUE = ("allow", "deny", "keepalive")
BAD_OPTIONS = (
    "", " ", "nonsense", "nonsense 5", "allow=yes", "allow x", "deny=no", "ALLOW", "Deny", "allow=", "=allow", "\\:",
    "keepalive 1", "allow deny", "severity", "db8", ":", "options", "\\", "keepalive\\", "rfc931x", "permit", "no",
    "allow\\", "process", "%a")

IDENT_REPLIES = (
    "{client},{server}:USERID:UNIX:bob\r\n", "{client} , {server} : USERID : OTHER : bob smith\r\n",
    "{client},{server}:USERID:UNIX,UTF-8:eve;$(id)\n", "{client},{server}:ERROR:NO-USER\r\n",
    "1,{server}:USERID:UNIX:bob\r\n", "{client},{server}:userid:UNIX:bob\r\n", "{client},{server}:USERID:UNIX:bob",
    "", "\r\n", "{client},{server}:USERID::bob\r\n", "{client},{server}:USERID:UNIX:\r\n",
    "{client},{server}:USERID:UNIX:" + "u" * 200 + "\r\n", "{client},{server}:USERID:UNIX:" + "v" * 600 + "\r\n",
    "{client}, {server}:USERID:UNIX: a:b\r\n", "garbage\n", "{client},{server}:USERID:UNIX:bob\0x\r\n",
    " {client} ,{server} :USERID :x:root\r\nmore\r\n")
