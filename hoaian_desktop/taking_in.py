"""The commands about imports: files and folders taken in one after the other, what was taken in, and taken back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import BookError, HoaiAnError
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.store import files as stored

if TYPE_CHECKING:
    from datetime import date

    from hoaian_desktop.services.batches import Batch
    from hoaian_desktop.store.store import Store

Say = Callable[[str], None]

_NOT_XLSX = "Tệp {name} không có đuôi .xlsx. Hãy ghi tên tệp .xlsx cho các dòng lỗi."
_OVER_SOURCE = "Tệp ghi dòng lỗi trùng với tệp được nhập. Hãy ghi tên tệp khác."
_NONE_YET = "Sổ chưa có lần nhập nào."
_CONDITIONS = {"stands": "", "taken-back": ", đã hoàn tác", "empty": ", không có gì mới", "forgotten": ""}


@dataclass
class Taken:
    """What came of a command: one account for each file that was read."""

    accounts: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    are_several: bool = False

    @property
    def document(self) -> Any:
        """What `--json` prints: the account of the one file, or a list where there may be several; None for nothing."""
        return self.accounts if self.are_several else next(iter(self.accounts), None)


def take_in(store: Store, options: Namespace, today: date, say: Say) -> Taken:
    """Take in the files of a command, and those in its folders; a file that is refused does not keep out the others.

    Raises BookError, before anything is read, where the rejected rows cannot be written.
    """
    from hoaian_desktop import jobs
    from hoaian_desktop.exchange import importing

    names = ("sheet", "kind", "as_is", "dry_run", "only")
    how = {name: getattr(options, name) for name in names}
    taken = Taken(are_several=len(options.files) > 1 or any(path.is_dir() for path in options.files))
    found = list(_found(options.files, taken, say))
    if options.rejected is not None:
        _check(options.rejected, found)
    for path in found:
        rejected = _rejected(options.rejected, path, several=len(found) > 1)
        try:
            account = jobs.import_workbook(store, path, today=today, rejected=rejected, **how)
        except HoaiAnError as error:
            say(f"{path.name or path}: {error}")
            taken.refused += 1
            continue
        _say_import(path, account, say, dry_run=options.dry_run)
        if rejected is not None:
            _say_rejected(account, rejected, say)
        taken.accounts.append(account)
        if account["batch"] is None and not options.dry_run:
            say(f"{path.name}: {importing.NOTHING}")
            taken.refused += 1
    return taken


def imports(store: Store, say: Say) -> list[dict[str, Any]]:
    """Every import of a book as published by the command `imports`, newest first; each in a sentence too."""
    from hoaian_desktop.services import batches

    found = store.read(batches.every)
    for batch in found:
        say(f"Lần {batch.id}, {batch.at:%d/%m/%Y %H:%M}, {batch.by}: {_told(batch)}.")
    if not found:
        say(_NONE_YET)
    return [batch.document() for batch in found]


def take_back(store: Store, batch_id: int, say: Say, *, force: bool) -> dict[str, Any]:
    """Take back one import; what it is now, as in the list. Raises what `batches.take_back` raises."""
    from hoaian_desktop.services import batches

    after = store.run(partial(batches.take_back, batch_id=batch_id, force=force))
    gone = after.added - after.standing
    say(f"Đã hoàn tác lần nhập {batch_id}: {show_count(gone)} mục vào thùng rác.")
    if after.standing:
        say(f"{show_count(after.standing)} công dân đã có lượt hỗ trợ khác nên được giữ lại.")
    return after.document()


def _told(batch: Batch) -> str:
    rows = show_count(sum(batch.rows.values()))
    stands = (
        f"thêm {show_count(batch.added)} mục, còn {show_count(batch.standing)}; sửa {show_count(batch.changed)} mục"
    )
    return f"{rows} dòng, {stands}{_CONDITIONS[batch.condition]}"


def _found(paths: Sequence[Path], taken: Taken, say: Say) -> Iterator[Path]:
    from hoaian_desktop.exchange import workbook

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            yield from workbook.files_in(path)
        except HoaiAnError as error:
            say(f"{path}: {error}")
            taken.refused += 1


def _check(rejected: Path, sources: Sequence[Path]) -> None:
    if rejected.suffix.lower() != ".xlsx":
        raise BookError(_NOT_XLSX.format(name=rejected.name or rejected))
    targets = {_rejected(rejected, path, several=len(sources) > 1) for path in sources}
    with stored.told():
        if not rejected.parent.is_dir():
            raise BookError(stored.NO_FOLDER.format(folder=rejected.parent))
        if {path.resolve() for path in targets if path} & {path.resolve() for path in sources}:
            raise BookError(_OVER_SOURCE)


def _rejected(rejected: Path | None, source: Path, *, several: bool) -> Path | None:
    """Where the rejected rows of a file go: of several files each has its own, named after it."""
    if rejected is None or not several:
        return rejected
    return rejected.with_stem(f"{rejected.stem}-{source.stem}")


def _say_import(path: Path, account: dict[str, Any], say: Say, *, dry_run: bool) -> None:
    """The account in sentences: sheets and counts, then every finding by its place. No value of a cell is repeated."""
    say(f"{path.name}{' (xem trước, chưa ghi)' if dry_run else ''}:")
    for sheet in account["sheets"]:
        say(
            f"  {sheet['sheet']}: {sheet['rows']} dòng, nhập {sheet['imported']}, cập nhật {sheet['updated']}, "
            f"trùng {sheet['duplicate']}, từ chối {sheet['rejected']}, bỏ qua {sheet['left_out']}."
        )
    for found in account["findings"]:
        places = (("", found["sheet"]), ("dòng ", found["row"]), ("cột ", found["column"]))
        place = ", ".join(f"{word}{value}" for word, value in places if value)
        say(f"  {place}: {found['message']}" if place else f"  {found['message']}")


def _say_rejected(account: dict[str, Any], rejected: Path, say: Say) -> None:
    number = sum(sheet["rejected"] for sheet in account["sheets"])
    if number:
        say(f"  Đã ghi {show_count(number)} dòng lỗi kèm lý do: {rejected}. Sửa xong thì nhập chính tệp này.")
    else:
        say("  Không có dòng lỗi nào nên không ghi tệp dòng lỗi.")
