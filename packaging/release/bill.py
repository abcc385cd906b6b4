"""What the program is made of: 第三方许可.txt for people, CycloneDX for programs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from app import PRODUCT
from app.program.licences import Licence

_RULE = "=" * 72
_LGPL = (
    "按 LGPL 提供的组件（Qt、PySide6 等）都是程序文件夹里单独的文件，可以换成自己编译的同一版本；"
    "源代码在各组件的官方网站和 PyPI、Debian 的源代码包里，版本如下。"
)


def third_parties(version: str, parts: Sequence[Licence]) -> str:
    """Chinese head, a line for each part, then the whole texts, as their owners wrote them."""
    lines = [f"{PRODUCT} {version} 随带的第三方组件和许可", "", _LGPL, ""]
    lines += [f"{part.name} {part.version}".strip() + f"    {part.terms}" for part in parts]
    for part in parts:
        if part.text:
            lines += ["", _RULE, f"{part.name} {part.version}".strip(), _RULE, part.text]
    return "\n".join(lines) + "\n"


def cyclonedx(version: str, parts: Sequence[Licence], when: datetime) -> dict[str, Any]:
    """A CycloneDX 1.5 bill of materials as JSON has it; the same parts at the same time give the same one."""
    components = [_component(part) for part in parts]
    seed = "\n".join([version, when.isoformat(), *(each["bom-ref"] for each in components)])
    own = f"baopan@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, seed)}",
        "version": 1,
        "metadata": {
            "timestamp": when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": PRODUCT, "version": version, "bom-ref": own},
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [each["bom-ref"] for each in components]}],
    }


def _component(part: Licence) -> dict[str, Any]:
    space = {"pypi": "pypi/", "deb": "deb/debian/"}.get(part.kind, "generic/")
    name = part.name.lower().replace("_", "-") if part.kind == "pypi" else part.name
    address = f"pkg:{space}{quote(name)}" + (f"@{quote(part.version)}" if part.version else "")
    told: dict[str, Any] = {"type": "library", "name": part.name, "bom-ref": address, "purl": address}
    if part.version:
        told["version"] = part.version
    told["licenses"] = [{"license": {"name": part.terms}}]
    return told
