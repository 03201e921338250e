"""Every setting of an installation, typed, read once from ``UNREALUGC_*`` variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def _default_data_dir() -> Path:
    return Path.home() / ".local" / "share" / "unrealugc"


class Settings(BaseSettings):
    """One installation. Fields hold values only; what acts on them lives beside its part."""

    model_config = SettingsConfigDict(env_prefix="UNREALUGC_", extra="ignore", frozen=True)

    # Where things live
    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Folder of the embedded database, local storage, work files and caches.",
    )
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL to use in place of the embedded one (postgresql://user:pw@host/db).",
    )
    storage_url: str | None = Field(
        default=None,
        description="Object store in place of the local folder (s3://bucket/prefix, gs://, az://).",
    )

    # Serving
    host: str = Field(default="127.0.0.1", description="Address that the API listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the API listens on.")
    public_url: str | None = Field(
        default=None, description="Address under which clients reach the API; used in links."
    )
    production: bool = Field(
        default=False, description="Refuse what is only fit for development, plain HTTP webhooks."
    )
    secret_key: SecretStr | None = Field(
        default=None, description="Signs links; made once and kept in the data folder if not given."
    )
    cors_origins: tuple[str, ...] = Field(
        default=("*",), description="Origins whose pages may call the API from a browser."
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="Addresses whose X-Forwarded-For is believed for rate limits."
    )

    # Limits
    rate_limit_per_minute: int = Field(default=60, ge=1, description="Requests a key a minute.")
    generation_limit_per_minute: int = Field(
        default=10, ge=1, description="POST /videos requests a key a minute."
    )
    body_limit_bytes: int = Field(
        default=1024 * 1024, ge=1024, description="Largest JSON body, in bytes."
    )

    # Database
    pool_size: int = Field(default=10, ge=1, le=200, description="Connections a process keeps.")
    database_timeout_s: float = Field(
        default=15.0, gt=0, description="Longest wait for a connection or a lock, in seconds."
    )

    # Work
    worker_concurrency: int = Field(
        default=2, ge=1, le=64, description="Jobs that one worker runs side by side."
    )
    render_concurrency: int = Field(
        default=1, ge=1, le=64, description="Videos that one worker renders side by side."
    )
    render_timeout_s: float = Field(
        default=1800.0, gt=0, description="Longest time one video may take before it fails."
    )
    job_attempts: int = Field(
        default=4, ge=1, le=20, description="Times a job is tried before its video fails."
    )

    # Models
    studio_stand_in: bool = Field(
        default=True,
        description="Let the built-in Studio engine act hosted models whose provider has no key.",
    )

    # Network
    allow_private_networks: bool = Field(
        default=False,
        description="Let webhooks and image fetches reach private addresses (development only).",
    )

    # Mail
    smtp_url: SecretStr | None = Field(
        default=None,
        description="Mail server, smtp://user:pw@host:587; without one mail is written to "
        "the data folder.",
    )
    mail_from: str = Field(
        default="UnrealUGC <no-reply@localhost>", description="Sender of mail to account owners."
    )

    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: str = Field(default="text", pattern="^(text|json)$", description="text or json.")

    @property
    def base_url(self) -> str:
        """Address for links to this installation, without a trailing slash."""
        return (self.public_url or self.local_url).rstrip("/")

    @property
    def local_url(self) -> str:
        """Address under which this very machine reaches the API, without a trailing slash."""
        host = "127.0.0.1" if self.host in _EVERYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
