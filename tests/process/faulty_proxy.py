#!/usr/bin/env python3
"""A bad network in one process: passes TCP on to one server, late, cut off, stalled, or not at all.

usage: faulty_proxy.py HOST:PORT [--listen PORT] [--delay SECONDS] [--cut LEAST MOST] [--how close,reset,stall] [--portal plain|tls]
Prints its own port, and at its end (SIGINT) what passed. Nothing is read of what passes: it is TLS.
"""
import argparse, asyncio, pathlib, random, socket, ssl, struct, subprocess, tempfile, threading

PAGE = b"<html><body>Selamat datang di WiFi Tamu. Silakan masuk.</body></html>"
PORTAL = (b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nContent-Type: text/html\r\nConnection: close\r\n"
          b"Content-Length: %d\r\n\r\n" % len(PAGE)) + PAGE
PORTAL_TLS = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE


class FaultyProxy:
    """Its settings may be changed at any time; a connection keeps those that it began with."""

    def __init__(self, target, listen=0, seed=1):
        self.target, self.port, self.random = target, listen, random.Random(seed)
        self.delay = 0.0           # seconds, each way
        self.cut = None            # (least, most) bytes from the server until a connection ends
        self.how = ["close"]       # and how it then ends: close, reset, stall
        self.portal = None         # plain: HTTP where TLS was meant; tls: a page behind another authority's certificate
        self.connections = self.cuts = self.up = self.down = 0
        self._tls, self._folder = None, tempfile.TemporaryDirectory(prefix="sigap-proxy-")
        self._loop, started = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        if not started.wait(20):
            raise RuntimeError("the proxy did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._folder.cleanup()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        self._make_stranger()
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()

    def _make_stranger(self):
        """The certificate of a portal that breaks TLS open: right name, wrong authority."""
        key, certificate = pathlib.Path(self._folder.name, "key"), pathlib.Path(self._folder.name, "certificate")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=WiFi Tamu", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key,
                        "-out", certificate], check=True, stderr=subprocess.DEVNULL)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)

    async def _serve(self, reader, writer):
        self.connections += 1
        try:
            if self.portal:
                await self._answer_as_portal(reader, writer)
            else:
                await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _answer_as_portal(self, reader, writer):
        if self.portal == "tls":
            await writer.start_tls(self._tls)
            await reader.read(65536)
            writer.write(PORTAL_TLS)
        else:
            await reader.read(65536)
            writer.write(PORTAL)
        await writer.drain()

    async def _pass_on(self, reader, writer):
        server_reader, server_writer = await asyncio.open_connection(*self.target)
        left = self.random.randint(*self.cut) if self.cut else None
        how, delay = self.random.choice(self.how), self.delay
        up = asyncio.create_task(self._pump(reader, server_writer, delay, None, "up"))
        down = asyncio.create_task(self._pump(server_reader, writer, delay, left, "down"))
        done, _ = await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
        if down in done and down.result():
            self.cuts += 1
            if how == "stall":
                # Alive and silent, until the client loses patience.
                await asyncio.wait((up,), timeout=120)
            elif how == "reset":
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
        elif up in done:
            await asyncio.wait((down,), timeout=delay + 1)
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)
        server_writer.close()

    async def _pump(self, reader, writer, delay, left, way):
        """Moves bytes until an end; True where it has cut them off."""
        queue, loop = asyncio.Queue(64), asyncio.get_running_loop()

        async def fill():
            while data := await reader.read(16384):
                await queue.put((loop.time() + delay, data))
            await queue.put((loop.time() + delay, b""))

        filling = asyncio.create_task(fill())
        try:
            while True:
                when, data = await queue.get()
                if when > loop.time():
                    await asyncio.sleep(when - loop.time())
                if not data:
                    return False
                cut = left is not None and len(data) >= left
                if cut:
                    data = data[:left]
                elif left is not None:
                    left -= len(data)
                writer.write(data)
                await writer.drain()
                setattr(self, way, getattr(self, way) + len(data))
                if cut:
                    return True
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("target")
    options.add_argument("--listen", type=int, default=0)
    options.add_argument("--delay", type=float, default=0)
    options.add_argument("--cut", type=int, nargs=2)
    options.add_argument("--how", default="close")
    options.add_argument("--portal", choices=("plain", "tls"))
    given = options.parse_args()
    host, port = given.target.rsplit(":", 1)
    with FaultyProxy((host, int(port)), given.listen) as proxy:
        proxy.delay, proxy.cut, proxy.how, proxy.portal = given.delay, given.cut, given.how.split(","), given.portal
        print(proxy.port, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{proxy.connections} connections, {proxy.cuts} cut; {proxy.up} bytes up, {proxy.down} down")


if __name__ == "__main__":
    main()
