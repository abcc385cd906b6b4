"""A batch that a colleague has: it can be looked at here, and not be changed."""

from __future__ import annotations

from app.errors import AppError


class BatchAway(AppError):
    """`detail`: who has it, since when."""

    code, title, exit_code = "E218", "这个批次交给了同事，这里只能看，不能改", 2
    advice = "要在这里接着做，请先“收回”（命令行用 hand --take-back）；同事交回后打开交回的文件也可以接着做。"
