"""Numbers as Vietnamese offices read and write them: 5.535 and 98,5%."""

import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from hoaian_desktop.rules.names import clean

MISSING = "—"
MOST = 1_000_000_000  # more people than the country has: a slip of the keyboard

_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]+")
_FRACTION = re.compile(r"([0-9]+)[.,]([0-9]{1,2}|[0-9]{4,})")
_TELEX = re.compile(r"[wsfrxj]?([0-9][0-9 .,]*)[wsfrxj]?", re.IGNORECASE)
_NEAR = 6  # per cent a rounded number in prose may differ from the true one


def show_count(number: int | None) -> str:
    """Return a whole number with points between thousands; missing is «—», never 0."""
    return MISSING if number is None else f"{number:,}".replace(",", ".")


def show_percent(value: Decimal | float | None) -> str:
    """Return a percentage with one decimal, halves up, and a comma; missing is «—»."""
    if value is None:
        return MISSING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    whole, tenth = f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP):,}".split(".")
    return f"{whole.replace(',', '.')},{tenth}%"


def percent(done: int | None, target: int | None) -> Decimal | None:
    """Return `done` in per cent of `target`, unrounded; None where there is no figure, no target or a target of 0."""
    if done is None or not target:
        return None
    return Decimal(done) * 100 / Decimal(target)


def parse_count(text: str) -> int:
    """Read a count: 21, 2.450, 2 450, 12,0; raises ValueError with a sentence for words, fractions and negatives."""
    typed = clean(text)
    shown = typed if len(typed) <= 30 else typed[:30] + "…"
    if not typed:
        raise ValueError("Hãy nhập một số.")
    if re.fullmatch(r"[-−–] ?[0-9][0-9 .,]*", typed):
        raise ValueError(f"Số đếm không được âm: {shown}.")
    kept = _TELEX.fullmatch(typed)  # Telex leaves a stray letter behind in number fields
    if kept is None:
        raise ValueError(f"Hãy ghi bằng chữ số, ví dụ 21, thay cho “{shown}”.")
    digits = kept[1].strip()
    if fraction := _FRACTION.fullmatch(digits):
        if fraction[2].strip("0"):
            raise ValueError(f"Số đếm phải là số nguyên, không phải “{shown}”.")
        digits = fraction[1]
    if not _GROUPED.fullmatch(digits):
        raise ValueError(f"Không hiểu số “{shown}”. Hãy nhập như 2.450 hoặc 2450.")
    # Longer than any count: refuse before `int` is asked to read ten thousand digits.
    bare = re.sub(r"[ .,]", "", digits).lstrip("0") or "0"
    if len(bare) > len(str(MOST)) or int(bare) > MOST:
        raise ValueError("Số quá lớn. Hãy kiểm tra lại.")
    return int(bare)


def padded(number: int) -> str:
    """Return a number as prose writes it: 01 to 09 with a zero, thousands with points."""
    return f"{number:02d}" if 1 <= number <= 9 else show_count(number)


def about(number: int, *, above: str = "hơn") -> str:
    """Return a number rounded for prose: «hơn 1.200», «gần 20», or exact where nothing round is near.

    `above` is the word for more than the round number: hơn or trên. Tables never use this.
    """
    if number < 10:
        return padded(number)
    size = 10 ** (len(str(number)) - 1)
    for step in (size, size // 2, size // 10):
        round_number = (number + step // 2) // step * step
        if abs(number - round_number) * 100 <= _NEAR * number:
            break
    if round_number == number:
        return show_count(number)
    return f"{above if round_number < number else 'gần'} {show_count(round_number)}"


def about_percent(value: Decimal, *, above: str = "hơn") -> str:
    """Return a percentage rounded for prose to a whole one: «hơn 98%», «gần 100%», exact where it is whole."""
    whole = value.quantize(Decimal(1), ROUND_HALF_DOWN)
    shown = f"{show_count(int(whole))}%"
    return shown if whole == value else f"{above if whole < value else 'gần'} {shown}"
