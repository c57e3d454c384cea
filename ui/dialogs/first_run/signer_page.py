"""Step 3: who signs, and since when is counted."""

from __future__ import annotations

from ui.dialogs.first_run.form_page import FormPage


class SignerPage(FormPage):
    """The secretary's name and title, and the counting start."""

    step = "Người ký, mốc lũy kế"

    def __init__(self) -> None:
        super().__init__(
            "Ai ký báo cáo, lũy kế từ ngày nào?",
            "Người ký cũng là người dùng đầu tiên của sổ. Số liệu lũy kế tính từ mốc dưới đây đến hết kỳ báo cáo.",
            ("secretary", "title", "authority", "since"),
        )
        self.body.addStretch(1)
