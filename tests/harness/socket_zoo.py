"""Holds a socket of every kind and in many states until it is killed:  socket_zoo.py DIRECTORY [DEVICE]

Writes READY and a newline once all of them are there. Runs in a network namespace of its own with its loopback up; on
DEVICE, if one is given, it finds an IPv4 network with a neighbour that never answers (192.0.2.99) and the link-local
address fe80::1. Unix sockets are bound below DIRECTORY. What a kernel lacks is left out.
"""

import os
import signal
import socket
import sys
import time

held = []
MPTCP, UDPLITE = 262, 136  # linux/in.h
NETLINK_ROUTE, NETLINK_KOBJECT_UEVENT = 0, 15  # linux/netlink.h


def hold(opened):
    held.append(opened)
    return opened


def listener(address, port, family=socket.AF_INET, backlog=16, **options):
    opened = hold(socket.socket(family, socket.SOCK_STREAM, options.get("protocol", 0)))
    if family == socket.AF_INET6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, options.get("v6only", False))
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, options.get("shared", False))
    if "device" in options:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, options["device"].encode())
    opened.bind((address, port))
    opened.listen(backlog)
    return opened


def pair(server, address):
    client = socket.create_connection(address)
    return client, server.accept()[0]


def open_tcp():
    ipv4 = listener("127.0.0.1", 7001)
    both = listener("::", 7002, socket.AF_INET6)
    listener("::", 7003, socket.AF_INET6, v6only=True)
    listener("0.0.0.0", 22)
    listener("127.0.0.1", 7004, device="lo")
    for _ in range(3):
        listener("127.0.0.1", 7005, shared=True)

    for ends in (pair(ipv4, ("127.0.0.1", 7001)), pair(both, ("127.0.0.1", 7002)), pair(both, ("::1", 7002))):
        held.extend(ends)
    kept, _ = pair(ipv4, ("127.0.0.1", 7001))
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    hold(kept)
    held.append(_)

    waits, closes = pair(ipv4, ("127.0.0.1", 7001))  # CLOSE-WAIT, and FIN-WAIT-2 on the other side
    closes.shutdown(socket.SHUT_WR)
    held.extend((waits, closes))
    over, other = pair(ipv4, ("127.0.0.1", 7001))  # TIME-WAIT
    over.close()
    time.sleep(0.1)
    other.close()

    unread, sender = pair(ipv4, ("127.0.0.1", 7001))
    sender.send(b"x" * 1000)
    held.extend((unread, sender))
    full = listener("127.0.0.1", 7006, backlog=0)
    hold(socket.create_connection(("127.0.0.1", 7006)))
    waits = hold(socket.socket())  # SYN-SENT, since there is no place left
    waits.setblocking(False)
    waits.connect_ex(("127.0.0.1", 7006))
    held.append(full)


def open_datagrams():
    for address, port in (("0.0.0.0", 53), ("127.0.0.1", 5300)):
        hold(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind((address, port))
    connected = hold(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    connected.bind(("127.0.0.1", 5301))
    connected.connect(("127.0.0.1", 53))
    hold(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)).bind(("::1", 5302))
    chosen = hold(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
    chosen.connect(("::1", 5302))
    hold(socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
    hold(socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6))
    hold(socket.socket(socket.AF_INET, socket.SOCK_RAW, 200)).connect(("127.0.0.1", 0))


def open_unix(directory):
    stream = hold(socket.socket(socket.AF_UNIX))
    stream.bind(f"{directory}/stream")
    stream.listen(5)
    hold(socket.socket(socket.AF_UNIX)).connect(f"{directory}/stream")
    accepted = stream.accept()[0]
    hold(accepted)
    sequenced = hold(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
    sequenced.bind("\0zoo\0sequenced")
    sequenced.listen(2)
    datagrams = hold(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    datagrams.bind(f"{directory}/Datagrams")
    hold(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)).connect(f"{directory}/Datagrams")
    hold(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)).bind("")  # the kernel chooses a name
    hold(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    held.extend(socket.socketpair())


def open_below_ip():
    everything = hold(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)))
    everything.bind(("lo", 3))
    hold(socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x88CC)))
    hold(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))
    hold(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)).bind((0, 0))
    hold(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_KOBJECT_UEVENT)).bind((0, 0))


def open_on_device(device):
    listener("0.0.0.0", 7007, device=device)
    scope = socket.if_nametoindex(device)
    local = hold(socket.socket(socket.AF_INET6))
    local.bind(("fe80::1", 7008, 0, scope))
    local.listen()
    asking = hold(socket.socket())
    asking.setblocking(False)
    asking.connect_ex(("192.0.2.99", 7009))  # SYN-SENT


def open_what_may_be_missing():
    for family, kind, protocol in ((socket.AF_INET, socket.SOCK_STREAM, MPTCP), (socket.AF_INET, socket.SOCK_DGRAM, UDPLITE)):
        try:
            opened = hold(socket.socket(family, kind, protocol))
        except OSError:
            continue
        opened.bind(("127.0.0.1", 7010))
        if kind == socket.SOCK_STREAM:
            opened.listen()


def main(directory, device=None):
    os.makedirs(directory, exist_ok=True)
    open_tcp()
    open_datagrams()
    open_unix(directory)
    open_below_ip()
    if device:
        open_on_device(device)
    open_what_may_be_missing()
    if os.fork() == 0:  # who shares them all
        signal.pause()
    print("READY", flush=True)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
