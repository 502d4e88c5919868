"""Everything of the organizers' screens that answers a press or a filled-in form."""

from __future__ import annotations

from bot.presentation.components import Action, Form
from cogs.events import calling_off, creating, edit_forms, managing, publishing, sight

ACTIONS: tuple[type[Action], ...] = (
    *creating.ACTIONS,
    *edit_forms.ACTIONS,
    *managing.ACTIONS,
    *publishing.ACTIONS,
    *sight.ACTIONS,
    *calling_off.ACTIONS,
)
FORMS: tuple[type[Form], ...] = (
    *creating.FORMS,
    *edit_forms.FORMS,
    *calling_off.FORMS,
)
