"""One kind of sheet out of a whole workbook: everything else in it is left out, as if a person had said so."""

from __future__ import annotations

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange.decisions import LEAVE_OUT, Decisions
from hoaian_desktop.exchange.kinds import BY_KEY
from hoaian_desktop.exchange.mapping import mapping_of
from hoaian_desktop.exchange.workbook import Workbook


def only(workbook: Workbook, kind: str, decisions: Decisions, *, sheet: str | None = None) -> Decisions:
    """The same decisions, and every sheet left out that is not of `kind`; a sheet named by hand is taken as one.

    Raises ImportRefused where none is.
    """
    found = False
    for one in workbook.sheets:
        if sheet is not None:
            of_kind = one.name == sheet
        else:
            mapping = mapping_of(one)
            of_kind = mapping is not None and mapping.kind.key == kind
        decisions = decisions.changed(one.name, kind=kind if of_kind else LEAVE_OUT)
        found = found or of_kind
    if not found:
        title = BY_KEY[kind].title
        raise ImportRefused(f"Tệp không có trang “{title}”. Hãy kiểm tra tên trang, hoặc ghi thêm --sheet TÊN.")
    return decisions
