"""Sockets that several processes with odd names hold, until it is killed:  odd_owners.py [NAME…]

Each NAME is a process that listens at a port and shares the socket with a child; the ports follow each other from 7101 on.
The last one has got the socket of the first as well, by SCM_RIGHTS, and three processes listen at 7100 together. Writes
READY and a newline once all of that is so. Names are cut to what the kernel keeps.
"""

import os
import signal
import socket
import sys

SHARED_PORT = 7100


def listen(port, **options):
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, options.get("shared", False))
    opened.bind(("127.0.0.1", port))
    opened.listen()
    return opened


def be_called(name):
    with open("/proc/self/comm", "wb") as file:
        file.write(os.fsencode(name))


def start(work):
    """Does the work in a process of its own that stays, with what the work returns. Returns when the work is done."""
    done, doing = os.pipe()
    if os.fork() == 0:
        kept = [work()]  # what is open in it
        os.write(doing, b"." * len(kept))
        while True:
            signal.pause()
    os.read(done, 1)
    os.close(done)
    os.close(doing)


def owner(name, port, end):
    """Listens, hands the socket over at the end of a socket pair, if there is one, and shares it with a child."""
    be_called(name)
    opened = listen(port)
    if end:
        socket.send_fds(end, [b"."], [opened.fileno()])
    start(lambda: opened)
    return opened


def receiver(name, port, end):
    kept = owner(name, port, None)
    return kept, socket.recv_fds(end, 1, 1)


def main(*names):
    here, there = socket.socketpair()
    *others, last = enumerate(names, SHARED_PORT + 1)
    for port, name in others:
        start(lambda: owner(name, port, here if port == SHARED_PORT + 1 else None))
    start(lambda: receiver(last[1], last[0], there))
    for _ in range(3):
        start(lambda: listen(SHARED_PORT, shared=True))
    print("READY", flush=True)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
