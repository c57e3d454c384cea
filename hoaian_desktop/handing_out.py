"""Lists, templates and the members' file on their way out of a book: what the window and the command both do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hoaian_desktop.errors import ExportRefused
from hoaian_desktop.exchange import exporting, kinds, noting, outgoing, templates, yum
from hoaian_desktop.exchange.exporting import Written
from hoaian_desktop.exchange.noting import Noted
from hoaian_desktop.exchange.outgoing import Part
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.document import camel
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import offices
from hoaian_desktop.services.lists import Query

if TYPE_CHECKING:
    from hoaian_desktop.store.store import Store

ALL = "all"
_TWICE = "Danh sách “{key}” được ghi hai lần. Hãy ghi mỗi danh sách một lần."


def parts_of(keys: Sequence[str], *, archived: bool = False) -> tuple[Part, ...]:
    """Whole lists by their keys, «all» for everything the import takes back. Raises ExportRefused."""
    named = [kind.key for kind in kinds.KINDS] if list(keys) == [ALL] else list(keys)
    for key in named:
        if named.count(key) > 1:
            raise ExportRefused(_TWICE.format(key=key))
    return tuple(yum.part() if key == yum.KEY else outgoing.whole(key, Query(archived=archived)) for key in named)


def write(
    store: Store, parts: Sequence[Part], path: Path, *, unmasked: bool = False, progress: Progress | None = None
) -> Written:
    """Write lists to a file; where numbers are not masked, that is noted in the book before. Raises as `export`."""
    exporting.check(parts, path)
    noted: Noted | None = store.run(partial(noting.note, parts=parts)) if unmasked else None
    return store.read(partial(exporting.export, parts=parts, path=path, noted=noted, progress=progress))


def file_name(session: Session, title: str, day: date, ending: str = "xlsx") -> str:
    """A name that survives Zalo and old disks: KichHoat_AnTin_2023-11-20.xlsx."""
    return f"{camel(title)}_{camel(offices.unit_of(session).name)}_{day.isoformat()}.{ending}"


def by_command(store: Store, options: argparse.Namespace) -> dict[str, Any]:
    """What the command `export` does: its document, and under «said» the sentence for whoever reads along."""
    if options.template:
        keys = store.read(partial(templates.write, keys=options.kinds, path=options.output))
        return {"file": str(options.output), "templates": list(keys), "said": f"Đã ghi tệp mẫu: {options.output}"}
    parts = parts_of(options.kinds, archived=options.archived)
    written = write(store, parts, options.output, unmasked=options.unmasked)
    how = "số định danh, điện thoại được che" if written.masked else "ghi đủ số định danh, điện thoại; đã ghi nhật ký"
    said = f"Đã xuất {show_count(written.total)} dòng ({how}): {written.path}"
    return {**written.document(), "said": said}
