"""The practice book is always the same, whoever makes it."""

import hashlib
import os

from sqlalchemy import select, type_coerce
from sqlalchemy.types import NullType

from hoaian_desktop import practice
from hoaian_desktop.records import Base, Change, User
from hoaian_desktop.store import book as books
from hoaian_desktop.store import vault
from tests.commands.conftest import process


def dump(store):
    """The digest and the length of all that a book holds but what follows from it: search index, digests of the log.

    The name of the first user's key, which those cover, is drawn by lot; rows of pairs (a team, a village) are written
    in no order.
    """

    def rows(session):
        connection, slot = session.connection(), session.scalars(select(User.slot)).one()
        return [
            repr(tuple(row)).replace(slot, "")
            for table in Base.metadata.sorted_tables
            for row in connection.execute(
                select(*(type_coerce(c, NullType()) for c in table.columns if c is not Change.__table__.c.digest))
            )
        ]

    text = "\n".join(sorted(store.read(rows)))
    return hashlib.sha256(text.encode()).hexdigest(), len(text)


def test_the_same_book_comes_out_every_time_whatever_the_hash_seed_with_a_passphrase_that_is_said(filled, tmp_path):
    seed = {"PYTHONHASHSEED": "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "1"}
    made = process("practice", "--book", tmp_path / "book", "--unit", "old-21703", passphrase=None, locale=seed)
    assert made.code == 0, made.err
    assert "so mau thuc hanh" in made.err
    book = books.open_book(tmp_path / "book", practice.PASSPHRASE)
    digest, length = dump(filled("old-21703"))
    assert length > 100_000
    assert dump(book.store) == (digest, length)
    book.close(copy=False)
    # A guess costs as much as at any book.
    assert {slot.cost for slot in vault.read(tmp_path / "book" / "book.keys").slots} == {vault.COST}
