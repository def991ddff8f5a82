"""A throw-away PostgreSQL server, and a network that delays what passes through it."""

import heapq
import os
import pathlib
import pwd
import selectors
import shutil
import socket
import subprocess
import tempfile
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server of its own in a folder of its own, with durability on as it is by default."""

    def __init__(self):
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.programs = found[-1] if found else pathlib.Path(shutil.which("initdb")).parent
        # The server will not run as root.
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rev-bench-pg-"))
        if self.user:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.port = free_port()
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-k {self.folder} -p {self.port} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "start")

    def _run(self, program, *words):
        subprocess.run(
            [*self.user, self.programs / program, *words], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def url(self, port=None, database="bench"):
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{database}"

    def fresh(self):
        """Makes the database anew."""
        for statement in ("DROP DATABASE IF EXISTS bench WITH (FORCE)", "CREATE DATABASE bench", "CHECKPOINT"):
            subprocess.run(
                ["psql", "-qX", self.url(database="postgres"), "-c", statement], check=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Distance:
    """Passes bytes on, each some seconds later than it came, in both directions; and counts the round trips of a client: how
    often it spoke after it had been answered."""

    def __init__(self, to_port, seconds):
        self.to_port = to_port
        self.seconds = seconds
        self.round_trips = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.to_port))
            threading.Thread(target=self._serve, args=(client, server), daemon=True).start()

    def _serve(self, client, server):
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector = selectors.DefaultSelector()
        selector.register(client, selectors.EVENT_READ, server)
        selector.register(server, selectors.EVENT_READ, client)
        waiting, number, answered = [], 0, True
        while True:
            timeout = max(0, waiting[0][0] - time.perf_counter()) if waiting else None
            for key, _ in selector.select(timeout):
                data = key.fileobj.recv(1 << 18)
                if key.fileobj is client and data and answered:
                    self.round_trips += 1
                answered = key.fileobj is server
                number += 1
                heapq.heappush(waiting, (time.perf_counter() + self.seconds, number, key.data, data))
                if not data:
                    selector.unregister(key.fileobj)
            while waiting and waiting[0][0] <= time.perf_counter():
                _, _, target, data = heapq.heappop(waiting)
                if not data:
                    client.close()
                    server.close()
                    return
                try:
                    target.sendall(data)
                except OSError:
                    return
