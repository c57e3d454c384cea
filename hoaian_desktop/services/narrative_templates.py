"""Paragraphs an office keeps as its own: proposed instead of what the program drafts, in new reports of that form."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import NarrativeTemplate

MOST = 8000  # letters
_EMPTY = "Mục này chưa có chữ nào để giữ làm mẫu. Hãy viết rồi giữ lại."
_LONG = "Mẫu dài quá 8.000 chữ cái. Hãy rút ngắn rồi giữ lại."


def of_form(session: Session, form: str) -> dict[str, str]:
    """What was kept for a form, by section; figures in it are live (`rules/live_text.py`)."""
    found = session.scalars(select(NarrativeTemplate).where(NarrativeTemplate.form == form))
    return {each.section: each.text for each in found}


def keep(session: Session, form: str, section: str, text: str) -> None:
    """Keep a section's text as the office's own for a form, in the place of what was kept. Raises ValidationError."""
    if not text.strip():
        raise ValidationError({section: _EMPTY})
    if len(text) > MOST:
        raise ValidationError({section: _LONG})
    found = _of(session, form, section)
    if found is None:
        session.add(NarrativeTemplate(form=form, section=section, text=text))
    else:
        found.text = text
    session.flush()


def forget(session: Session, form: str, section: str) -> None:
    """Keep nothing any more; reports that have the text go on having it."""
    found = _of(session, form, section)
    if found is not None:
        session.delete(found)
        session.flush()


def carried_over(own: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The own texts of a report whose form changes: what was only taken from the old form's templates is replaced."""
    written = {section: text for section, text in own.items() if before.get(section) != text}
    return {**after, **written}


def _of(session: Session, form: str, section: str) -> NarrativeTemplate | None:
    return session.scalars(
        select(NarrativeTemplate).where(NarrativeTemplate.form == form, NarrativeTemplate.section == section)
    ).one_or_none()
