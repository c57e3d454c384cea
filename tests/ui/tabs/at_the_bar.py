"""Somebody at the fast-entry bar, and what the book holds of her work."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from sqlalchemy import select

from hoaian_desktop.indicators import counting
from hoaian_desktop.rules.periods import Span
from tests.builders import SINCE

KEY = Qt.Key


def all_of(store, record):
    return store.read(lambda session: session.scalars(select(record)).all())


def accounts(store, code="2.2"):
    return store.read(
        lambda s: counting.count_spans(s, [Span(SINCE, date(2023, 12, 31))], SINCE, [code])[0][code].total
    )


class Clerk:
    """Works at the bar, and waits where a person would read."""

    def __init__(self, tab, typist, settle):
        self.tab, self.typist, self.settle = tab, typist, settle
        self.bar, self.desk, self.form = tab.named.bar, tab.named.desk, tab.named.bar.form
        self.scan = tab.named.scan

    def sit_down(self, service="vneid muc 2"):
        self.tab.add_new()
        self.typist.enter().type("nang an").enter().type("nang an").enter().type(service).enter()
        self.typist.type("phuoc").enter().type("thu ha").enter().enter()
        return self

    def type(self, *texts):
        """One text a field; Enter between them."""
        for at, text in enumerate(texts):
            if at:
                self.typist.enter()
            self.typist.type(text)
        return self

    def look(self):
        """Wait until the bar has looked at what is typed."""
        self.desk.watch.look()
        self.settle()
        return self

    def save(self):
        self.typist.key(KEY.Key_Return, control=True)
        return self

    def read(self):
        """Take the time to read what the strip says."""
        self.desk.watch._asked_at.invalidate()
        return self

    @property
    def strip(self):
        return self.bar.strip.text()

    def value(self, name):
        return self.form.editors[name].peek()

    @property
    def place(self):
        now = self.form.focused()
        return now.field.name if now else None
