"""The commands about signatures: signing a closed report, and telling what the signatures of any PDF are worth."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop import arguments
from hoaian_desktop.errors import SignatureError

if TYPE_CHECKING:
    from hoaian_desktop.signature_facts import SigningKey
    from hoaian_desktop.store.store import Store

SECRET = "HOAIAN_CERTIFICATE_PASSPHRASE"
_NO_SECRET = f"Chưa có mật khẩu của chứng thư. Hãy đặt biến môi trường {SECRET} hoặc gõ khi được hỏi."


def signing(parser: argparse.ArgumentParser) -> None:
    """What is signed, and with what."""
    arguments.period(parser)
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument("--certificate", type=Path, metavar="FILE", help="tệp chứng thư .p12 hoặc .pfx")
    key.add_argument("--token", type=Path, metavar="LIBRARY", help="thư viện PKCS#11 của USB ký số")
    parser.add_argument("--label", default="", metavar="NAME", help="tên chứng thư trong USB, khi có nhiều chứng thư")
    parser.add_argument("--output", type=Path, metavar="FILE", help="ghi bản đã ký ra tệp .pdf này")
    parser.epilog = f"Mật khẩu chứng thư hoặc mã PIN lấy từ biến môi trường {SECRET}, nếu không có thì được hỏi."


def sign(store: Store, options: argparse.Namespace) -> dict[str, Any]:
    """Sign the newest closed version of a period; its document, and under «said» the sentence.

    Raises SignatureError, NotReady; BookError where `--output` cannot be written.
    """
    from hoaian_desktop import jobs, papers, signatures
    from hoaian_desktop.signature_facts import when

    span = arguments.span(options)
    if options.output:
        papers.check_output(options.output)
    version_id = store.read(lambda session: signatures.latest(session, span))
    store.read(lambda session: signatures.unsigned(session, version_id))  # refused before a PIN is asked for
    key = _key(options)
    at = datetime.now().astimezone()
    pdf = signatures.sign_version(store, version_id, key, lambda: at)
    name = store.read(lambda session: signatures.file_name(session, version_id))
    written = jobs.write_file(options.output, pdf) if options.output else None
    known = signatures.verify(pdf, at).signatures[-1]
    said = f"Đã ký số {name}: {known.owner}, {when(known.at)}. Bản đã ký được giữ trong sổ."
    return {"name": name, "file": str(written) if written else None, **known.document(), "said": said}


def verify(path: Path, say: Callable[[str], object]) -> tuple[bool, dict[str, Any]]:
    """Whether a PDF is signed and whole, and everything found, which is also said. Raises NotAPdf."""
    from hoaian_desktop import signatures
    from hoaian_desktop.signature_facts import NO_SIGNATURE, when

    found = signatures.verify_file(path, datetime.now().astimezone())
    if found.code:
        say(f"Mã báo cáo: {found.code}")
    if not found.signatures:
        say(NO_SIGNATURE)
    for state in found.signatures:
        say(f"Người ký: {state.owner or 'không đọc được'} · {when(state.at)}")
        for _, sentence in state.sentences():
            say(f"- {sentence}")
    ok = bool(found.signatures) and all(state.sound for state in found.signatures)
    return ok, {"ok": ok, "code": found.code, "signatures": [state.document() for state in found.signatures]}


def _key(options: argparse.Namespace) -> SigningKey:
    from hoaian_desktop.signature_facts import CertificateFile, Token

    words = "Mật khẩu của tệp chứng thư: " if options.certificate else "Mã PIN: "
    secret = os.environ.get(SECRET)
    if secret is None:
        if not sys.stdin.isatty():
            raise SignatureError(_NO_SECRET)
        secret = getpass.getpass(words)
    if options.certificate:
        return CertificateFile(options.certificate, secret)
    return Token(options.token, secret, options.label)
