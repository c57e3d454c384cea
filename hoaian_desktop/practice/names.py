"""Lists from which the names of invented people are drawn, and phrases of the trade."""

from __future__ import annotations

FAMILY = (
    *("Nguyễn",) * 8, *("Trần",) * 5, *("Lê",) * 4, *("Phạm",) * 3, *("Võ",) * 3, *("Huỳnh",) * 2, *("Phan",) * 2,
    "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Trương", "Mai", "Tạ", "Châu", "Lương", "Đinh", "Hà", "Thái",
)  # fmt: skip
MALE_MIDDLE = (
    *("Văn",) * 5, "Hữu", "Đức", "Minh", "Quốc", "Thanh", "Ngọc", "Công", "Xuân", "Đình", "Trọng", "Hoàng", "Tấn",
)  # fmt: skip
FEMALE_MIDDLE = (*("Thị",) * 6, "Thị Thu", "Thị Kim", "Thị Mỹ", "Thị Bích", "Thị Ngọc", "Ngọc", "Thanh", "Hoài", "Thùy")
MALE_GIVEN = (
    "An", "Ẩn", "Bảo", "Bình", "Chiến", "Cường", "Danh", "Dũng", "Duy", "Đạt", "Định", "Đức", "Hải", "Hậu", "Hiếu",
    "Hòa", "Hùng", "Huy", "Khánh", "Khoa", "Lâm", "Long", "Lộc", "Mạnh", "Nam", "Nghĩa", "Nhân", "Phong", "Phúc",
    "Quang", "Quý", "Sang", "Sơn", "Tài", "Tâm", "Thành", "Thắng", "Thiện", "Tín", "Toàn", "Trung", "Tuấn", "Việt",
    "Vũ",
)  # fmt: skip
FEMALE_GIVEN = (
    "Ái", "An", "Anh", "Ánh", "Ăn", "Bình", "Chi", "Diễm", "Dung", "Duyên", "Đào", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Hòa", "Hồng", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Ly", "Mai", "My", "Nga", "Ngân", "Nhung", "Oanh",
    "Phương", "Quyên", "Sương", "Thảo", "Thu", "Thủy", "Thư", "Trang", "Trâm", "Trinh", "Tuyết", "Vân", "Yến",
)  # fmt: skip
HIGHLAND_MALE = (
    "Đinh Văn Blưn", "Đinh Văn Grim", "Đinh Văn Hlơm", "Đinh Văn Krinh", "Đinh Văn Nhót", "Đinh Văn Rơi", "Đinh Grươl",
    "Đinh Yơn", "Đinh Văn Xuân", "Đinh Văn Bớt", "Đinh Ngọc Lành", "Đinh Văn Thiêu", "Đinh Xuân Bể", "Đinh Ka Rưm",
    "A Blâm", "A Khuê", "A Nhuh", "Đinh Văn Chuột", "Đinh Rớt", "Đinh Văn Trum", "Đinh Hmưnh", "Đinh Văn Phép",
)  # fmt: skip
HIGHLAND_FEMALE = (
    "Đinh Thị Blen", "Đinh Thị Hlé", "Đinh Thị Xơn", "Đinh Thị Nhơi", "Đinh Thị Pring", "Đinh Thị Rét",
    "Đinh Thị Thoan", "Y Thoan", "Y Blơm", "Y Hnhiu", "Y Khơi", "Đinh Y Lanh", "Đinh Thị Mơn", "Đinh Thị Trưi",
    "Đinh Thị Gôn", "Đinh Thị Dép", "Đinh Y Nữ", "Đinh Thị Lơm", "Đinh Thị Bích", "Đinh Thị Thắm",
)  # fmt: skip

BROADCASTS = (
    "Hướng dẫn kích hoạt tài khoản định danh điện tử VNeID", "Cảnh báo lừa đảo qua điện thoại và mạng xã hội",
    "Nộp hồ sơ dịch vụ công trực tuyến tại nhà", "Cài đặt và đăng nhập VssID", "Lịch trực của tổ công nghệ số",
    "Thanh toán không dùng tiền mặt ở chợ quê", "Bảo vệ dữ liệu cá nhân khi dùng điện thoại",
    "Giới thiệu Đề án 06 và lợi ích đối với người dân",
)  # fmt: skip
SESSIONS = (
    "Tuyên truyền định danh điện tử tại nhà văn hóa", "Hướng dẫn dịch vụ công trực tuyến cho hội viên phụ nữ",
    "Đối thoại về chuyển đổi số với người cao tuổi", "Hướng dẫn thanh toán điện tử cho hộ kinh doanh",
)  # fmt: skip
VISITS = (
    "Cùng người có uy tín đến từng hộ vận động kích hoạt VNeID", "Người có uy tín nói chuyện về định danh điện tử",
    "Đến hộ neo đơn hướng dẫn sử dụng VNeID và VssID",
)  # fmt: skip
POSTS = (
    "Bài viết: Ngày Chủ nhật số ở cơ sở", "Video hướng dẫn kích hoạt VNeID mức 2", "Ảnh: Tổ công nghệ số đến từng nhà",
    "Bài viết: Tiếng loa thanh niên mỗi chiều Chủ nhật", "Video: Nhận diện cuộc gọi giả danh công an",
)  # fmt: skip
TRAININGS = ("Tập huấn kỹ năng số cho thành viên tổ", "Lớp kỹ năng số và an toàn trên mạng cho đoàn viên")
