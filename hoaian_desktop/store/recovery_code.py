"""The recovery code: 160 random bits in eight groups of five signs, the last of each group being its check.

The alphabet leaves out 0, O, 1 and I. The check finds every single wrong sign, nearly all swapped neighbours and
swapped groups, and names the group: a code is typed from paper once in years, by somebody in trouble.
"""

from __future__ import annotations

import secrets

from hoaian_desktop.errors import WrongPassphrase

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS = 8
_DATA = 4  # signs of five bits in a group, beside the check
_SIZE = GROUPS * (_DATA + 1)


def new() -> str:
    """A new code as it is printed: «K7PQ2-…» with hyphens."""
    return "-".join(_group(index, [secrets.randbelow(32) for _ in range(_DATA)]) for index in range(GROUPS))


def read(typed: str) -> str:
    """The code as printed from what was typed: small letters, spaces and hyphens do not matter.

    Raises WrongPassphrase with a sentence that says what is wrong: a sign, the length, or which group.
    """
    signs = [sign for sign in typed.upper() if not sign.isspace() and sign not in "-–—.‑"]
    for place, sign in enumerate(signs):
        if sign not in ALPHABET:
            group = place // (_DATA + 1) + 1
            raise WrongPassphrase(
                f"Nhóm thứ {group} của mã khôi phục có ký tự “{sign}”, mã không dùng ký tự này "
                "(không có số 0, số 1, chữ O, chữ I). Hãy so lại với phiếu."
            )
    if len(signs) != _SIZE:
        raise WrongPassphrase(
            f"Mã khôi phục có {GROUPS} nhóm, mỗi nhóm 5 ký tự ({_SIZE} ký tự); vừa nhập {len(signs)} ký tự. "
            "Hãy so lại với phiếu."
        )
    groups = ["".join(signs[start : start + _DATA + 1]) for start in range(0, _SIZE, _DATA + 1)]
    for index, typed_group in enumerate(groups):
        if typed_group != _group(index, [ALPHABET.index(sign) for sign in typed_group[:_DATA]]):
            raise WrongPassphrase(
                f"Nhóm thứ {index + 1} của mã khôi phục ({typed_group}) gõ chưa đúng. Hãy so lại với phiếu."
            )
    return "-".join(groups)


def _group(index: int, values: list[int]) -> str:
    # Odd weights have an inverse modulo 32: no single wrong sign goes unseen.
    check = index + sum(weight * value for weight, value in zip((1, 3, 5, 7), values, strict=True))
    return "".join(ALPHABET[value] for value in (*values, check % 32))
