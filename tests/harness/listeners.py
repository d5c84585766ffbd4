"""Holds sockets open until it is killed:  listeners.py PROCESSES SOCKET…

A SOCKET is TRANSPORT:ADDRESS:PORT[,OPTION…] with an IPv6 address in brackets, as in tcp:0.0.0.0:23,
tcp:[::]:80,v6only or udp:[fe80::1%eth0]:546. TCP sockets listen, UDP sockets are bound. The options:

    v6only          IPv6 alone, where a wildcard would accept IPv4 as well
    device=NAME     bound to an interface (SO_BINDTODEVICE)

The sockets are dealt out among PROCESSES processes. Writes READY and a newline once all of them are open. It imports
nothing but the standard library and runs under any name, so that a test can plant a daemon called as it likes.
"""

import os
import signal
import socket
import sys


def open_socket(text):
    where, *options = text.split(",")
    transport, rest = where.split(":", 1)
    host, port = rest.rsplit(":", 1)
    host = host.strip("[]")
    kind = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}[transport]
    family, _, _, _, address = socket.getaddrinfo(host, int(port), type=kind, flags=socket.AI_NUMERICHOST)[0]
    opened = socket.socket(family, kind)
    if transport == "tcp":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, "v6only" in options)
    for option in options:
        name, _, value = option.partition("=")
        if name == "device":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, value.encode())
        elif name != "v6only":
            raise ValueError(f"unknown option {option!r} in {text!r}")
    opened.bind(address)
    if transport == "tcp":
        opened.listen()
    return opened


def hold(texts, opened, lifeline):
    """In a child: opens the sockets, says so through the pipe `opened` and ends when the parent does."""
    sockets = [open_socket(text) for text in texts]
    os.write(opened, b".")
    os.close(opened)
    os.read(lifeline, 1)
    os._exit(len(sockets) == 0)


def main(processes, *texts):
    count = int(processes)
    opened_read, opened_write = os.pipe()
    # Nobody ever writes to it: the children read its end when the parent, which alone can write, is gone.
    lifeline_read, lifeline_write = os.pipe()
    for index in range(1, count):
        if os.fork() == 0:
            os.close(lifeline_write)
            hold(texts[index::count], opened_write, lifeline_read)
    sockets = [open_socket(text) for text in texts[::count]]
    os.close(opened_write)
    ready = 1
    while ready < count:
        written = os.read(opened_read, count)
        if not written:
            sys.exit("a process could not open its sockets, see above")
        ready += len(written)
    print("READY", flush=True)
    while sockets:
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
