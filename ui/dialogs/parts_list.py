"""The parts the program is made of and their licences, said in Vietnamese from the one list that ships with them."""

from __future__ import annotations

from collections.abc import Iterator

from hoaian_desktop import paths

_SECTIONS = {
    "Bundled in this repository": "Kèm trong chương trình",
    "Installed with the program": "Cài cùng chương trình",
}
_AFTER = (
    "Giấy phép LGPL: Qt và PySide6 được dùng nguyên bản, là thư viện riêng trong thư mục chương trình, thay được bằng "
    "bản dựng khác cùng phiên bản. Nguyên văn các giấy phép (tiếng Anh) nằm trong thư mục `licenses` của chương trình."
)


def markdown() -> str:
    """Every part with version, licence and the file that holds its text."""
    lines = []
    for title, rows in _sections(paths.resource("licenses", "THIRD-PARTY.md").read_text(encoding="utf-8")):
        lines += [f"## {title}", "", "| Thành phần | Phiên bản | Giấy phép | Nguyên văn |", "| --- | --- | --- | --- |"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines.append("")
    return "\n".join([*lines, _AFTER])


def _sections(source: str) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    for section in source.split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        if heading in _SECTIONS:
            table = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("| ")][2:]
            # The facts stand first and last; what lies between says where a part was taken from, for those who build.
            yield _SECTIONS[heading], [(_bare(c[0]), _version(c[1]), _bare(c[-2]), c[-1]) for c in table]


def _bare(cell: str) -> str:
    """What stands before the remarks."""
    for remark in (" (", ", built into", ", no reserved", ", with", "; ", " and those"):
        cell = cell.partition(remark)[0]
    return cell.replace(" or ", " hoặc ").replace(" and ", " và ")


def _version(cell: str) -> str:
    return "—" if cell.startswith("as in") else cell
