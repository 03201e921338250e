"""What goes in and out of ``/webhooks``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import Text
from unrealugc.webhooks.repository import Attempt, Delivery, Endpoint

EventName = Literal["video.created", "video.completed", "video.failed"]
Events = Annotated[list[EventName], Field(min_length=1, max_length=3)]
Description = Annotated[Text, Field(max_length=200)]


class WebhookCreate(ApiInput):
    """Register an endpoint."""

    url: Annotated[str, Field(min_length=1, max_length=2048)]
    events: Events | None = Field(default=None, description="Default: all events.")
    description: Description | None = None


class WebhookUpdate(ApiInput):
    """Change the fields sent; ``null`` clears the description."""

    url: Annotated[str, Field(min_length=1, max_length=2048)] = ""
    events: Events = Field(default_factory=list)
    description: Description | None = None
    enabled: bool = True

    @field_validator("url", "events", "enabled", mode="before")
    @classmethod
    def _not_null(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value


class Webhook(ApiModel):
    """A webhook endpoint. Its secret is shown at creation and on request."""

    id: str
    url: str
    description: str | None
    events: list[str]
    enabled: bool
    disabled_reason: str | None
    created_at: Timestamp
    updated_at: Timestamp


class WebhookWithSecret(Webhook):
    """A webhook endpoint and the secret that its deliveries are signed with."""

    secret: str


class WebhookSecret(ApiModel):
    """The secret that an endpoint's deliveries are signed with."""

    id: str
    secret: str


class WebhookAttempt(ApiModel):
    """One try: a status code and the start of the answer, or the error."""

    number: int
    started_at: Timestamp
    duration_ms: int
    status_code: int | None
    error: str | None
    response: str | None


class WebhookDelivery(ApiModel):
    """One notice to one endpoint."""

    id: str
    webhook_id: str
    event: str
    status: Literal["PENDING", "SUCCEEDED", "FAILED"]
    attempts: int
    next_attempt_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class WebhookDeliveryDetail(WebhookDelivery):
    """A delivery with what is sent and how each attempt went."""

    body: str
    attempt_log: list[WebhookAttempt]


def show(endpoint: Endpoint) -> Webhook:
    """The endpoint as the API shows it."""
    return Webhook.model_validate(endpoint, from_attributes=True)


def show_with_secret(endpoint: Endpoint) -> WebhookWithSecret:
    """The endpoint as it is shown once, at creation."""
    return WebhookWithSecret.model_validate(endpoint, from_attributes=True)


def show_delivery(delivery: Delivery) -> WebhookDelivery:
    """A delivery as lists show it."""
    return WebhookDelivery.model_validate(_fields(delivery))


def show_delivery_detail(delivery: Delivery, attempts: list[Attempt]) -> WebhookDeliveryDetail:
    """A delivery with all of its attempts."""
    log = [WebhookAttempt.model_validate(item, from_attributes=True) for item in attempts]
    return WebhookDeliveryDetail.model_validate(
        {**_fields(delivery), "body": delivery.body, "attempt_log": log}
    )


def _fields(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "webhook_id": delivery.endpoint_id,
        "event": delivery.event,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at,
        "created_at": delivery.created_at,
        "updated_at": delivery.updated_at,
    }
