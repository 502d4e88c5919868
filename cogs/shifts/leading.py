"""All that answers leads' buttons and forms of shifts, in one place for the bot to know."""

from __future__ import annotations

from bot.presentation.components import Action, Form
from cogs.shifts import calling_off, copying, creating, edit_forms, facility, managing

ACTIONS: tuple[type[Action], ...] = (
    *creating.ACTIONS,
    *managing.ACTIONS,
    *edit_forms.ACTIONS,
    *facility.ACTIONS,
    *calling_off.ACTIONS,
)
FORMS: tuple[type[Form], ...] = (*creating.FORMS, *copying.FORMS, *edit_forms.FORMS)
