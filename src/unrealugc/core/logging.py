"""Log lines with the request they belong to, as text or as JSON."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class _Context(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class _Routine(logging.Filter):
    """Drops access lines of health checks that went well; some load balancers ask every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        return not ("GET /healthz" in line and line.endswith(" 200"))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "requestId": getattr(record, "request_id", "-"),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_logging(level: str, style: str) -> None:
    """Send log lines to stderr.

    Args:
        level: DEBUG, INFO, WARNING or ERROR.
        style: ``text`` for people, ``json`` for machines.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Context())
    handler.setFormatter(
        _Json()
        if style == "json"
        else logging.Formatter("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").addFilter(_Routine())
    for noisy in ("httpx", "httpcore", "alembic", "procrastinate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
