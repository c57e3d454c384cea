"""Certificates, what they are opened with, and what is found out about a signature: plain data, said in Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hoaian_desktop.rules.dates import show_date

NO_SIGNATURE = "Tệp này không có chữ ký số."


@dataclass(frozen=True)
class Certificate:
    """Who a certificate is for and when it is good; `first` and `last` are aware, `label` is its name on a token."""

    owner: str
    organisation: str
    issuer: str
    first: datetime
    last: datetime
    self_signed: bool
    label: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether it was good at that moment."""
        return self.first <= at <= self.last

    @property
    def days(self) -> str:
        """Its first and last day: «01/02/2023 – 31/01/2026»."""
        return f"{_day(self.first)} – {_day(self.last)}"


@dataclass(frozen=True)
class CertificateFile:
    """A PKCS#12 file and its passphrase. The passphrase is shown nowhere and kept nowhere."""

    path: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class Token:
    """A token by its PKCS#11 library, its PIN, and the certificate's label where it holds several."""

    library: Path
    pin: str = field(default="", repr=False)
    label: str = ""


SigningKey = CertificateFile | Token


@dataclass(frozen=True)
class SignatureState:
    """One signature of a PDF. Each fact stands for itself: a whole signature may come from a certificate nobody knows.

    `certificate` and `at` are None where the file is too damaged to tell. `later` says what was added after signing:
    nothing, «signatures» or «changes».
    """

    certificate: Certificate | None
    at: datetime | None  # as the signer's computer had it
    intact: bool  # not a byte of what was signed has changed
    whole: bool  # what was signed is the whole file
    later: str = ""
    trusted: bool = False  # issued under a root this computer knows
    expired_now: bool = False

    @property
    def sound(self) -> bool:
        """Whether the document is as it was signed."""
        return self.intact and (self.whole or self.later == "signatures")

    @property
    def owner(self) -> str:
        """The signer as the certificate names them."""
        return self.certificate.owner if self.certificate else ""

    @property
    def in_its_days(self) -> bool | None:
        """Whether the certificate was good when it was used; None where that is not known."""
        if self.certificate is None or self.at is None:
            return None
        return self.certificate.covers(self.at)

    def sentences(self) -> list[tuple[str, str]]:
        """Everything worth saying: (good, doubt or fault; sentence), the most important first."""
        said = [self._integrity()]
        if self.certificate is None:
            return said
        if self.in_its_days is False:
            said.append(("fault", f"Chứng thư không còn hạn lúc ký (có giá trị {self.certificate.days})."))
        elif self.expired_now:
            said.append(("doubt", f"Chứng thư còn hạn lúc ký, nay đã hết hạn (đến {_day(self.certificate.last)})."))
        if self.certificate.self_signed:
            said.append(("doubt", "Chứng thư do người ký tự tạo, không do nơi cấp chứng thư số cấp."))
        elif self.trusted:
            said.append(("good", f"Chứng thư do {self.certificate.issuer} cấp, máy này tin nơi cấp đó."))
        else:
            said.append(("doubt", f"Chứng thư do {self.certificate.issuer} cấp; máy này chưa biết nơi cấp đó."))
        return said

    def _integrity(self) -> tuple[str, str]:
        if not self.intact:
            return "fault", "Báo cáo đã bị sửa hoặc hỏng sau khi ký. Hãy xin lại tệp từ nơi gửi."
        if self.whole:
            return "good", "Báo cáo nguyên vẹn từ khi ký; chữ ký bao trùm toàn bộ tệp."
        if self.later == "signatures":
            return "good", "Phần đã ký nguyên vẹn; sau đó chỉ có thêm chữ ký khác."
        return "fault", "Phần đã ký nguyên vẹn nhưng tệp bị thêm nội dung sau khi ký. Hãy xin lại tệp từ nơi gửi."

    def document(self) -> dict[str, object]:
        """The facts as published by the command `verify`."""
        known = self.certificate
        return {
            "owner": self.owner,
            "organisation": known.organisation if known else "",
            "issuer": known.issuer if known else "",
            "at": self.at.isoformat() if self.at else None,
            "intact": self.intact,
            "whole_document": self.whole,
            "added_later": self.later,
            "trusted": self.trusted,
            "self_signed": known.self_signed if known else None,
            "valid_from": known.first.isoformat() if known else None,
            "valid_to": known.last.isoformat() if known else None,
            "valid_when_signed": self.in_its_days,
            "expired_now": self.expired_now,
            "sentences": [sentence for _, sentence in self.sentences()],
        }


@dataclass(frozen=True)
class Verified:
    """What checking a PDF found: its signatures in the order they were made, and the report's code on its pages."""

    signatures: tuple[SignatureState, ...]
    code: str = ""


def when(at: datetime | None) -> str:
    """A moment of signing in this computer's time: «09:15:04 20/11/2023»; «—» where it is not known."""
    if at is None:
        return "—"
    return clock(at.astimezone())


def clock(at: datetime) -> str:
    """A moment as its own time zone has it: «09:15:04 20/11/2023»."""
    return f"{at:%H:%M:%S} {show_date(at.date())}"


def _day(at: datetime) -> str:
    return show_date(at.astimezone().date())
