"""The pages of the house, desk by desk."""

from __future__ import annotations

from fastapi import APIRouter

from api.web import cases, choices, door, glass, letterdesk, queue, referraldesk, register, station

router = APIRouter()
for desk in (door, cases, choices, glass, letterdesk, referraldesk, register, station, queue):
    router.include_router(desk.router)
