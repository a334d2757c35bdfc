"""A real HTTP server that behaves as a provider of SMS or WeChat does, well or badly."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from complaints.gateways.configured import Gateway
from complaints.gateways.signatures import HEADER, is_signed

KEY = "shared-by-both"


@dataclass
class Provider:
    """What it was asked, and how it answers: a status for each request in turn, then 200; ``None``: never."""

    url: str = ""
    answers: list[int | None] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    carried: set[str] = field(default_factory=set)
    freed: threading.Event = field(default_factory=threading.Event)

    def gateway(self, channel: str = "sms", **numbers: int) -> Gateway:
        return Gateway(channel, self.url, KEY, numbers=numbers)

    def settings(self, channel: str = "sms", numbers: dict[str, int] | None = None) -> dict[str, Any]:
        """As the installation's settings name it."""
        return {channel: {"url": self.url, "key": KEY, "numbers": numbers or {}}}


@contextlib.contextmanager
def running() -> Iterator[Provider]:
    """Start it on a free port of this machine, and stop it afterwards."""
    provider = Provider()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            said = json.loads(body)
            is_ours = is_signed(body, self.headers[HEADER], key=KEY, at=datetime.now(UTC))
            provider.asked.append({**said, "key": self.headers["Idempotency-Key"], "is_signed": is_ours})
            status = provider.answers.pop(0) if provider.answers else 200
            if status is None:
                provider.freed.wait(20)
                return
            if status == 200:
                provider.carried.add(said["id"])
            answer = json.dumps({"id": f"p-{said['id'][:8]}"}).encode()
            self.send_response(status)
            self.send_header("Location", "/elsewhere/")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said: Any) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    provider.url = f"http://127.0.0.1:{server.server_port}/send/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.freed.set()
        server.shutdown()
        server.server_close()
        thread.join(20)
