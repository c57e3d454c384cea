"""A finished PDF signed: PAdES-B-B, offline, as an addition to the file, so that all it held stays as it was.

Nothing is asked of the network and nothing of the clock: the moment of signing is handed in.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import SignatureError
from hoaian_desktop.reports import credentials, signature_place, stamp
from hoaian_desktop.signature_facts import SigningKey

if TYPE_CHECKING:
    from hoaian_desktop.report_content import Signature

FIELD = "ChuKySo"
_MARGIN = 4  # points between the stamp and the printed lines around it
_UNREADABLE = "Tệp báo cáo không đọc được nên chưa ký. Hãy kiểm tra sổ (Dữ liệu → Kiểm tra sổ)."


def sign(pdf: bytes, key: SigningKey, signature: Signature, at: datetime) -> bytes:
    """`pdf` with a signature in the room above the signer's printed name; `at` is aware.

    Raises SignatureError: each of its kinds is one sentence for one fault.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import PdfSignatureMetadata
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

    place = signature_place.find(pdf, signature).within(_MARGIN)
    with credentials.opened(key) as signer:
        certificate = signer.signing_cert
        credentials.check(certificate, at)
        known = credentials.facts(certificate)
        field = SigFieldSpec(
            FIELD,
            on_page=place.page,
            box=(place.left, place.bottom, place.right, place.top),
            readable_field_name=f"Chữ ký số của {known.owner}",
        )
        metadata = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        drawn = stamp.draw(known, at, place.width, place.height)
        made = _signer(at)(metadata, signer, stamp_style=_style(drawn), new_field_spec=field)
        try:
            signed = made.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        except PdfError as error:
            raise SignatureError(_UNREADABLE) from error
    return bytes(signed.getvalue())


def _signer(at: datetime) -> Any:
    """pyHanko's signer, whose sessions take the moment handed in instead of the clock's."""
    from pyhanko.sign.signers import PdfSigner

    class TimedSigner(PdfSigner):
        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    return TimedSigner


def _style(drawn: bytes) -> Any:
    """The stamp as our own page: pyHanko's own text would bring a font that is not in the file."""
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class DrawnPage(ImportedPdfPage):
        """A page from memory; pyHanko's own takes the name of a file."""

        def __init__(self) -> None:
            super().__init__("")  # type: ignore[no-untyped-call]

        def render(self) -> bytes:
            form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(drawn)))
            self.resources.xobject["/Stamp"] = form
            left, bottom, right, top = map(round, form.get_object()["/BBox"])
            self.box = BoxConstraints(width=right - left, height=top - bottom)
            return b"/Stamp Do"

    whole = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        margins=Margins(),
        inner_content_scaling=InnerScaling.NO_SCALING,
    )
    return StaticStampStyle(border_width=0, background=DrawnPage(), background_layout=whole, background_opacity=1.0)
