"""Who may sign in whose name; codes of the lists `signing_authority` and `signing_title`."""

IMPOSSIBLE = frozenset({("for-secretary", "secretary")})
_SENTENCE = "KT. BÍ THƯ đi với PHÓ BÍ THƯ. Hãy đổi chức danh hoặc thẩm quyền ký."


def refusal(authority: str | None, title: str | None) -> str | None:
    """Why the two cannot stand above one signature; None where they can."""
    return _SENTENCE if (authority, title) in IMPOSSIBLE else None
