"""A webhook receiver in the standard library alone: verify the signature, then act once.

UNREALUGC_WEBHOOK_SECRET is the endpoint's secret, whsec_….
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

TOLERANCE_S = 300
seen: set[str] = set()


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether the delivery was signed with our secret within the last five minutes."""
    timestamp = headers.get("X-UnrealUGC-Timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE_S:
        return False
    message = f"{headers.get('X-UnrealUGC-Delivery-Id', '')}.{timestamp}.".encode() + body
    expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("X-UnrealUGC-Signature", ""))


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to genuine deliveries and 400 to anything else."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not is_genuine(os.environ["UNREALUGC_WEBHOOK_SECRET"], dict(self.headers), body):
            self.send_error(400)
            return
        delivery = json.loads(body)
        # A delivery may come twice; its id stays the same.
        if delivery["id"] not in seen:
            seen.add(delivery["id"])
            print(delivery["event"], delivery["data"], flush=True)
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 9000), Receiver).serve_forever()
