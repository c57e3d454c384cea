"""Makes the small files of this folder: `python -m tests.data.hostile.make`. Two of them need a real program.

`mat-khau.xlsx` was locked with msoffcrypto-tool 6.1 (the password is «mat khau»), `excel-2003.xls` written by xlwt 1.3.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from tests.data.hostile.office import (
    HEADER,
    MAIN,
    OFFICE,
    biff,
    cell,
    compound,
    ods,
    raw_part,
    record,
    repeated,
    sheet,
    sheet_of,
    strings,
    xlsx,
    zipped,
)

HERE = Path(__file__).parent
ROWS = (["gạo", 12], ["muối", 3])
XXE = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
_MORE = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
LAUGHS = f"<!DOCTYPE x [<!ENTITY a0 'ha'>{_MORE}]>"
SHOWS = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def office(folder: Path) -> None:
    xlsx(folder / "xxe-trang.xlsx", sheet(["&y;", 1], doctype=XXE))
    xlsx(folder / "xxe-chuoi.xlsx", sheet_of(SHOWS), shared=strings("&y;", doctype=XXE))
    xlsx(folder / "ty-tieng-cuoi-trang.xlsx", sheet(["&a11;", 1], doctype=LAUGHS))
    xlsx(folder / "ty-tieng-cuoi-chuoi.xlsx", sheet_of(SHOWS), shared=strings("&a11;", doctype=LAUGHS))
    xlsx(folder / "o-xa.xlsx", sheet_of(cell("XFD1048576", 1)))
    xlsx(folder / "o-xa-nhay-don.xlsx", sheet_of("<c a='>' r='XFD1048576'><v>1</v></c>"))
    prefixed = sheet_of(cell("A1", 1) + cell("XFD190000", 1))
    for tag in ("c", "v"):
        prefixed = prefixed.replace(f"<{tag}", f"<y:{tag}").replace(f"</{tag}", f"</y:{tag}")
    xlsx(folder / "o-xa-tien-to.xlsx", prefixed.replace("<worksheet ", f'<worksheet xmlns:y="{MAIN}" '))
    xlsx(folder / "o-xa-hang-cot.xlsx", sheet_of(cell("KN1", 1) + cell("A199999", 1)))
    wide = (f"<row>{''.join(f'<c><v>{n}</v></c>' for n in range(count))}</row>" for count in (300, 301))
    xlsx(folder / "300-cot.xlsx", sheet_of(next(wide)))
    xlsx(folder / "301-cot.xlsx", sheet_of(next(wide)))
    twice = [(f"Trang {number}", "rId1") for number in range(1, 400)]
    xlsx(folder / "mot-phan-nhieu-trang.xlsx", sheet(*ROWS), sheets=twice)
    xlsx(folder / "ten-trang-gach-cheo.xlsx", sheet(*ROWS), sheets=[("../../T1/T2\\T3", "rId1")])
    xlsx(folder / "duong-dan-thoat.xlsx", sheet(*ROWS), more={"../../../thoat.txt": "x", "/tmp/thoat.txt": "x"})
    xlsx(folder / "trung-ten-phan.xlsx", sheet(*ROWS), more={"xl/worksheets/SHEET1.xml": sheet(*ROWS)})
    values = '<c r="B1"><f>3+4</f><v>7</v></c><c r="C1"><f>1+1</f></c><c r="D1" t="e"><f>A9/0</f><v>#DIV/0!</v></c>'
    xlsx(folder / "cong-thuc.xlsx", sheet_of(f'<row r="1">{cell("A1", "gạo")}{values}</row>'))
    linked = '<c r="B1"><f>[1]Trang1!$A$1</f><v>12</v></c>'
    outside = f'{HEADER}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'
    away = (
        f'{HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="rId1" Type="{OFFICE}/externalLinkPath" Target="file:///\\\\192.0.2.1\\a\\b.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    links = {"xl/externalLinks/externalLink1.xml": outside, "xl/externalLinks/_rels/externalLink1.xml.rels": away}
    xlsx(folder / "lien-ket-ngoai.xlsx", sheet_of(f'<row r="1">{cell("A1", "gạo")}{linked}</row>'), more=links)
    xlsx(folder / "macro.xlsm", sheet(*ROWS), more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20})
    xlsx(folder / "phai-sang-trai.xlsx", sheet(["\u202eoạg\u200f", 12], ["muối\u2066", 3]))
    xlsx(folder / "lenh.xlsx", sheet(["=cmd|' /C calc'!A0", "+1+1"], ["@SUM(A1)", "-2"]))
    xlsx(folder / "long-sau.xlsx", sheet_of("<a>" * 40_000 + "</a>" * 40_000 + f"<row>{cell('A1', 1)}</row>"))
    xlsx(folder / "trang-utf16.xlsx", sheet(*ROWS).replace("UTF-8", "UTF-16").encode("utf-16"))
    xlsx(folder / "ruot-lap.xlsx", sheet_of(SHOWS), shared=strings("x"), more={"xl/styles.xml": strings("y" * 9)})
    xlsx(folder / "chi-tieu-de.xlsx", sheet(["Ngày", "Dịch vụ", "Trạng thái", "Số người"]))
    xlsx(folder / "khong-tieu-de.xlsx", sheet(*ROWS))
    zipped(folder / "xlsb.xlsx", {"xl/workbook.bin": b"\x83\x01\x00", "xl/_rels/workbook.bin.rels": "<a/>"})
    whole = (folder / "khong-tieu-de.xlsx").read_bytes()
    (folder / "dut.xlsx").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "duoi-csv.csv").write_bytes(whole)
    (folder / "duoi-ods.ods").write_bytes(whole)
    raw_part(
        xlsx(folder / "noi-doi-kich-thuoc.xlsx", sheet(*ROWS)), "docProps/app.xml", repeated(b" " * 4096, 1500),
        size=4096, checksum=zlib.crc32(b" " * 4096),
    )  # fmt: skip


def open_documents(folder: Path) -> None:
    one = '<table:table-cell {}office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    row = "<table:table-row {}>{}</table:table-row>"
    wide = one.format('table:number-columns-repeated="1024" ')
    table = '<table:table table:name="T1">{}</table:table>'
    ods(folder / "lap-dong.ods", table.format(row.format('table:number-rows-repeated="1048576"', one.format(""))))
    ods(folder / "lap-cot.ods", table.format(row.format("", wide * 16)))
    ods(folder / "lap-ca-hai.ods", table.format(row.format('table:number-rows-repeated="150000"', one.format("") * 90)))
    long = f'<table:table-cell office:value-type="string"><text:p>{"x" * 100_000}</text:p></table:table-cell>'
    ods(folder / "lap-chu.ods", table.format(row.format('table:number-rows-repeated="90000"', long)))
    blank = row.format(
        'table:number-rows-repeated="1048570"', '<table:table-cell table:number-columns-repeated="16384"/>'
    )
    down = one.format('table:number-rows-spanned="2" ')
    covered = row.format("", "<table:covered-table-cell/>" + one.format(""))
    ods(folder / "dong-trong.ods", table.format(row.format("", down + one.format("")) + covered + blank))
    ods(folder / "xxe.ods", table.format(row.format("", one.format(""))), doctype=XXE)
    locked = f'{HEADER}<m xmlns="a"><file-entry full-path="content.xml"><encryption-data/></file-entry></m>'
    zipped(folder / "mat-khau.ods", {"content.xml": bytes(range(256)), "META-INF/manifest.xml": locked})


def old(folder: Path) -> None:
    def number(row: int, column: int) -> bytes:
        return record(0x0203, struct.pack("<HHHd", row, column, 0, 12.0))

    def room(rows: int, columns: int) -> bytes:
        return record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))

    far = room(65536, 256) + number(0, 0) + number(65535, 255)
    compound(folder / "o-xa.xls", biff(far, far, far))
    compound(folder / "noi-doi-kich-thuoc.xls", biff(room(0xFFFFFFFF, 0xFFFF) + number(0, 0)))
    compound(folder / "vong-lap.xls", biff(room(1, 1) + number(0, 0)), loops=True)
    shows = b"".join(record(0xFD, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(1_600))
    compound(folder / "chu-lap.xls", biff(shows, texts=["x" * 20_000]))
    compound(folder / "mat-khau.xls", biff(record(0x2F, bytes(6)) + number(0, 0)))
    compound(folder / "khong-phai-bang.xls", b"Not a workbook", name="WordDocument")


def texts(folder: Path) -> None:
    def write(name: str, text: str, encoding: str = "utf-8") -> None:
        (folder / name).write_bytes(text.encode(encoding))

    table = "<table><tr><th>gạo<th>Số</tr><tr><td>052170000001<td>0905</table>"
    write("trang-web.xls", f"<html><head><style>td{{}}</style></head><body>{table}<script>x</script></body></html>")
    write("trang-web-khong-bang.xls", "<html><body><p>Không có gì</p></body></html>")
    write("trang-web-do.xls", "<html><table>" + '<td "<a <!' * 4_000)
    write("sylk.xls", 'ID;PWXL;N;E\nC;Y1;X1;K"gạo"\nE\n')
    write("sylk.csv", 'ID;PWXL;N;E\nC;Y1;X1;K"gạo"\nE\n')
    write(
        "xml-2003.xls",
        f'{HEADER}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>',
    )
    write("trang-dong-goi.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>")
    write("duoi-xlsx.xlsx", "gạo;12\nmuối;3\n")
    write("nul.csv", "gạo\0,12\nmu\0ối,3\n")
    write("xuong-dong.csv", 'gạo,12\rmuối,"3\nký"\r\ntiêu,4\n')
    write("nhay-ho.csv", 'ống,5\n"ống 2,6\nmuối,3\n')
    write("lenh.csv", "=cmd|' /C calc'!A0,1\n\t@SUM(1),2\n")
    write("nhi-phan.csv", "\x01\x02\x03\x04\x05" * 200)
    write("chi-tieu-de.csv", "Ngày,Dịch vụ,Trạng thái,Số người\n")
    write("utf-16.csv", "gạo\t12\r\nmuối\t3\r\n", "utf-16")
    write("pdf.csv", "%PDF-1.7\n%x\n")
    write("khong-byte.xlsx", "")


def main() -> None:
    for make in (office, open_documents, old, texts):
        make(HERE)
    large = [path.name for path in HERE.iterdir() if path.stat().st_size > 50_000]
    assert not large, large


if __name__ == "__main__":
    main()
