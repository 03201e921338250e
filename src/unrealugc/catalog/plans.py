"""The plans, as ``data/plans.yaml`` lists them."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from unrealugc.core.datafiles import read_yaml

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
    listed = read_yaml("unrealugc.catalog", "data/plans.yaml")
    return TypeAdapter(dict[PlanCode, Plan]).validate_python(listed)


def get_plan(code: PlanCode) -> Plan:
    """One plan."""
    return plans()[code]
