"""What a disc says of itself to people: 说明文件.TXT, 光盘目录.html and the tags of bag-info.txt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from string import Template
from urllib.parse import quote

from app import PRODUCT, __version__, wording
from app.disc import submission_json
from app.disc.description import Contents, PackageOnDisc, TrackOnDisc
from app.model.disc import DiscPlan, Entry, Placed
from app.paths import RESOURCES

README = "说明文件.TXT"
CATALOGUE = "光盘目录.html"
_SHOWN = ("code", "experience", "area", "contact", "phone")  # columns of the catalogue, if a track has them


def info_tags(contents: Contents) -> list[tuple[str, str]]:
    """Reserved labels of RFC 8493 section 2.2.2."""
    sender, plan = contents.sender, contents.plan
    described = f"{contents.what}（{contents.counts}）"
    return [
        ("Source-Organization", sender.name),
        ("Contact-Name", sender.contact),
        ("Contact-Phone", sender.phone),
        ("External-Description", "；".join(filter(None, (described, contents.again)))),
        ("External-Identifier", plan.disc_id),
        ("Bagging-Date", plan.day),
        ("Bag-Size", wording.size(contents.manifest.size)),
        ("Payload-Oxum", contents.manifest.oxum),
        ("Bag-Group-Identifier", plan.group),
        ("Bag-Count", f"{plan.number} of {plan.of}"),
        ("Bag-Software-Agent", f"{PRODUCT} {__version__}"),
    ]


def readme(contents: Contents) -> bytes:
    """UTF-8 with a byte order mark and CRLF: right in Notepad on every Windows.

    Fields after 电子档案移交与接收办法 (档发 2012 年 7 号).
    """
    return "\r\n".join((*_readme_lines(contents), "")).encode("utf-8-sig")


def _readme_lines(contents: Contents) -> Iterator[str]:
    plan, sender, manifest = contents.plan, contents.sender, contents.manifest
    yield f"{contents.what}  光盘说明"
    yield ""
    yield f"载体编号：{plan.disc_id}"
    yield f"载体序号：{contents.place}"
    yield f"载体类型：{plan.medium.title}（容量 {plan.medium.capacity:,} 字节）"
    yield f"报送单位：{sender.name}"
    yield f"制作单位：{sender.name}"
    yield f"接收单位：{contents.notice.recipient}"
    yield f"制作日期：{wording.day(contents.day)}"
    if sender.contact or sender.phone:
        yield f"联 系 人：{'  '.join(filter(None, (sender.contact, sender.phone)))}"
    yield f"依    据：{contents.notice.name}"
    yield f"内    容：{contents.counts}"
    if contents.again:
        yield f"报送次数：{contents.again}"
    yield f"文件数量：{len(manifest.entries)} 个（data 文件夹内）"
    yield f"数 据 量：{manifest.size / 1e9:.3f} GB（{manifest.size:,} 字节）"
    yield ""
    yield "一、目录结构"
    for track in contents.tracks:
        yield f"  data\\{track.rules.title}\\"
        for entry in (track.letter, track.table):
            if entry:
                yield f"    {entry.path.rsplit('/', 1)[-1]}"
        yield f"    申报材料\\<{track.rules.package_named}>.zip（{len(track.packages)} 个）"
    yield f"  {CATALOGUE}            双击即可在浏览器中查看，不需要联网"
    yield f"  {submission_json.FILE}          供接收程序读取的同样内容"
    yield "  manifest-sha256.txt      data 文件夹内每个文件的 SHA-256 摘要"
    yield "  tagmanifest-sha256.txt   其余文件的 SHA-256 摘要"
    yield from _set_lines(contents)
    yield from _renamed_lines(contents)
    yield ""
    yield "二、读取环境"
    yield "  任意操作系统；PDF 阅读器、表格软件（xlsx）、解压软件（zip，文件名为 UTF-8 编码）。没有加密。"
    yield ""
    yield "三、怎样核对光盘内容是否完好"
    yield f"  1. 用“{PRODUCT}”的读盘校验；交接登记表上的校验码也由它核对。"
    yield "  2. Linux、麒麟、统信：在光盘根目录执行 sha256sum -c manifest-sha256.txt"
    yield "  3. Windows：certutil -hashfile <文件> SHA256，与 manifest-sha256.txt 中的摘要比对"
    yield "  4. 本光盘符合 BagIt 1.0（RFC 8493），可用任何 BagIt 校验工具核对。"
    yield ""
    yield f"制作软件：{PRODUCT} {__version__}"


def _set_lines(contents: Contents) -> Iterator[str]:
    """Which enterprise is on which disc; nothing for a single one."""
    plan = contents.plan
    if plan.of == 1:
        return
    yield ""
    yield f"  本套光盘共 {plan.of} 张，推荐文件和汇总表每张都有，申报材料分放如下："
    for number in range(1, plan.of + 1):
        here = "（本张）" if number == plan.number else ""
        yield f"  第 {number} 张 {plan.id_of(number)}{here}"
        for track in contents.tracks:
            for place, each in enumerate(track.placed, 1):
                if each.disc == number:
                    yield f"    {contents.notice.short(each.track)} {place:>2}  {each.enterprise}"


def _renamed_lines(contents: Contents) -> Iterator[str]:
    if contents.renamed:
        yield ""
        yield "  下列企业的全称含有光盘上不能用的写法，压缩包另取了名称；汇总表仍用全称："
        for each in contents.renamed:
            yield f"    {each.enterprise}  →  {each.file}"


def catalogue(contents: Contents) -> bytes:
    """One page without scripts or anything from elsewhere; all that comes from people is escaped."""
    page = Template((RESOURCES / "catalogue.html").read_text(encoding="utf-8"))
    plan, sender, manifest = contents.plan, contents.sender, contents.manifest
    facts = [
        ("报送单位", sender.name),
        ("接收单位", contents.notice.recipient),
        ("光盘编号", f"{plan.disc_id}（{contents.place}）"),
        ("制作日期", wording.day(contents.day)),
        ("联系人", "  ".join(filter(None, (sender.contact, sender.phone)))),
        ("报送次数", contents.again),
        ("内容", f"{contents.counts}；{len(manifest.entries)} 个文件，{wording.size(manifest.size)}"),
    ]
    filled = page.substitute(
        title=escape(contents.what),
        notice=escape(contents.notice.name),
        facts="".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts if v),
        tracks="\n".join(_track_html(track, contents.plan) for track in contents.tracks),
        readme=quote(README),
        product=escape(f"{PRODUCT} {__version__}"),
    )
    return filled.encode()


def _track_html(track: TrackOnDisc, plan: DiscPlan) -> str:
    columns = [column for column in track.rules.columns if column.id in _SHOWN]
    heads = "".join(
        f"<th>{escape(title)}</th>"
        for title in ("序号", track.rules.package_named, *(c.title for c in columns), "申报材料")
    )
    here = iter(track.packages)
    lines = []
    for number, (row, placed) in enumerate(zip(track.rows, track.placed, strict=True), 1):
        package = _package_html(next(here)) if placed.disc == plan.number else _elsewhere_html(placed, plan)
        lines.append(_row_html(number, row, [column.id for column in columns], placed, package))
    rows = "\n".join(lines)
    files = [("推荐文件", track.letter), ("申报汇总表", track.table)]
    links = "".join(_link(title, entry, "file") for title, entry in files if entry)
    return (
        f"<section><h2>{escape(track.rules.title)}<small>{len(track.placed)} 项</small></h2>"
        f"<p class=files>{links}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table></section>"
    )


def _package_html(package: PackageOnDisc) -> str:
    size = f"{wording.size(package.entry.size)} · {package.members} 个文件"
    return f"{_link('打开压缩包', package.entry)}<small>{escape(size)}</small>"


def _elsewhere_html(placed: Placed, plan: DiscPlan) -> str:
    return f"在第 {placed.disc} 张<small>{escape(plan.id_of(placed.disc))}</small>"


def _row_html(
    number: int, row: Mapping[str, str], columns: list[str], placed: Placed, package: str
) -> str:
    cells = "".join(f"<td class={key}>{escape(row.get(key, ''))}</td>" for key in columns)
    file = f"<small>光盘上叫 {escape(placed.file)}</small>" if placed.is_renamed else ""
    return (
        f"<tr><td class=order>{number}</td><td class=name>{escape(placed.enterprise)}{file}</td>{cells}"
        f"<td class=package>{package}</td></tr>"
    )


def _link(title: str, entry: Entry, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<a{style} href="{quote(entry.path)}">{escape(title)}</a>'
