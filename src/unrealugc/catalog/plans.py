"""The plans, as ``data/plans.yaml`` lists them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

PlanCode = Literal["FREE", "STARTER", "PRO"]
PLAN_CODES: tuple[PlanCode, ...] = get_args(PlanCode)


class Plan(BaseModel):
    """What a plan gives, in credits.

    A plan with monthly credits is a subscription; one without never becomes active.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    monthly_credits: int = Field(ge=0)
    welcome_credits: int = Field(ge=0)


@cache
def plans() -> dict[PlanCode, Plan]:
    """All plans by code."""
    text = files("unrealugc.catalog").joinpath("data/plans.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[PlanCode, Plan]).validate_python(yaml.safe_load(text))


def get_plan(code: PlanCode) -> Plan:
    """One plan."""
    return plans()[code]
