"""notice trial: a notice tried before anybody works by it."""

from __future__ import annotations

from argparse import Namespace

from app.cli import show
from app.cli.command import AS_JSON, Code, command
from app.cli.notices.listing import NOTICE, named
from app.cli.terminal import say, say_json

_WORDS = {
    "shown": "查得出", "not shown": "没有查出", "switched off": "停用", "not asked": "用不到",
    "not tried": "没有试",
}  # fmt: skip


@command("notice trial", "试一遍：造样例，从收集走到名单，逐项看检查查不查得出", NOTICE, AS_JSON)
def trial(options: Namespace) -> Code:
    from app.demo.trial.trial import trial as tried
    from app.editions import own
    from app.editions.toml import toml_of

    notice = own.sound(named(options.notice))
    told = tried(notice, toml_of(notice), show.job())
    if options.json:
        say_json({
            "schema": 1, "passed": told.is_passed,
            "steps": [{"words": each.words, "why": each.why} for each in told.steps],
            "rules": [
                {"check": each.check, "title": each.title, "shown": each.shown, "what": each.what,
                 "missed": each.missed, "why": each.why}
                for each in told.rules
            ],
            "unknown": told.unknown,
        })  # fmt: skip
        return 0 if told.is_passed else 1
    for step in told.steps:
        say(f"{'没有走通' if step.why else '走通'}：{step.words}{f'（{step.why}）' if step.why else ''}")
    for title in told.unknown:
        say(f"想不出怎样命名才认得出的材料：{title}；请改“文件名里的说法”")
    for rule in told.rules:
        words = f"（{rule.words}）" if rule.words else ""
        say(f"{rule.check}  {_WORDS[rule.shown]}  {rule.title}{words}")
    say("这份规则试得通" if told.is_passed else "这份规则还有试不通的地方，请看以上没有走通、没有查出的")
    return 0 if told.is_passed else 1
