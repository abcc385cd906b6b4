"""about, manual: what the program tells of itself."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import AS_JSON, Code, arg, command
from app.cli.terminal import say, say_json, say_lines
from app.errors import WrongUse


@command(
    "about", "版本、组件和许可、东西放在哪里；--diagnosis 给维护人员的诊断信息（不含企业名称）",
    arg("--diagnosis", action="store_true", help="给维护人员的诊断信息"), AS_JSON,
)  # fmt: skip
def about(options: Namespace) -> None:
    from app import PRODUCT, __version__
    from app.program.about import diagnosis, places
    from app.program.licences import licences

    if options.diagnosis:
        say_lines(diagnosis())
        return
    parts = licences()
    if options.json:
        say_json({
            "schema": 1, "version": __version__, "places": {each.title: str(each.path) for each in places()},
            "parts": [{"name": each.name, "version": each.version, "licence": each.terms} for each in parts],
        })  # fmt: skip
        return
    say(f"{PRODUCT} {__version__}")
    for place in places():
        say(f"{place.title}：{place.path}")
    for part in parts:
        say("  ".join(filter(None, (part.name, part.version, part.terms))))


@command(
    "manual", "使用手册：不写词就列出各页，写了就列出说到它的各页；--page 读一页",
    arg("words", nargs="*", metavar="WORD"), arg("--page", default="", metavar="TITLE_OR_ID"),
)  # fmt: skip
def manual(options: Namespace) -> Code:
    from app.program.manual import look_up, topics

    known = topics()
    if options.page:
        chosen = next((each for each in known if options.page in (each.id, each.title)), None)
        if chosen is None:
            raise WrongUse(f"手册里没有“{options.page}”这一页；不写 --page 就列出各页")
        say_lines(f"{chosen.title}\n\n{chosen.words}")
        return 0
    found = look_up(" ".join(options.words), known)
    for hit in found:
        say("  ".join(filter(None, (hit.topic.title, hit.around if options.words else ""))))
    return 0 if found else 1
