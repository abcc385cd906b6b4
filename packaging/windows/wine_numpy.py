"""`wine_numpy.py PYTHON OUT`: numpy in the Python folder asks no more for what Wine 10's C library lacks.

That is arithmetic with complex numbers. Into OUT go the sources of a DLL that has it, and passes all else on;
numpy is made to ask for that DLL, whose name is as long as the old one, so that nothing in the files moves.
Only for a copy that is run under Wine: Windows has these functions.
"""

from __future__ import annotations

import re
import struct
import sys
from pathlib import Path

OLD, NEW = b"api-ms-win-crt-math-l1-1-0.dll", b"numpy-wine-crt-math-shim00.dll"
_COMPLEX = re.compile(r"(creal|cimag|cabs|carg|cexp|csqrt|clog|cpow|conj|csinh?|ccosh?|ctanh?)f?l?")
_HEAD = """#include <complex.h>
typedef struct { double r, i; } D;
typedef struct { float r, i; } F;
#define Z(z) __builtin_complex(z.r, z.i)
"""


def asked_for(data: bytes) -> list[str]:
    """Names of the functions that a 64-bit PE file takes from OLD."""
    header = struct.unpack_from("<I", data, 0x3C)[0]
    count, size = (struct.unpack_from("<H", data, header + at)[0] for at in (6, 20))
    at = header + 24 + size
    sections = [struct.unpack_from("<IIII", data, at + 40 * number + 8) for number in range(count)]

    def place(address: int) -> int:
        fits = (each for each in sections if each[1] <= address < each[1] + each[0])
        _, start, _, offset = next(fits)
        return int(address - start + offset)

    def text(address: int) -> bytes:
        return data[place(address) : data.index(b"\0", place(address))]

    names, entry = [], place(struct.unpack_from("<I", data, header + 144)[0])
    while (fields := struct.unpack_from("<IIIII", data, entry))[3]:
        if text(fields[3]) == OLD:
            thunk = place(fields[0] or fields[4])
            while hint := struct.unpack_from("<Q", data, thunk)[0]:
                names.append(text(hint + 2).decode())
                thunk += 8
        entry += 20
    return names


def shim(names: set[str]) -> tuple[str, str]:
    """C, and the list of what the DLL exports."""
    code, exports = [_HEAD], [f"LIBRARY {NEW.decode()}", "EXPORTS"]
    for name in sorted(names):
        if not _COMPLEX.fullmatch(name):
            exports.append(f"{name}=ucrtbase.{name}")
            continue
        base = name if name == "creal" else re.sub("[fl]$", "", name)
        pair, real, mark = ("F", "float", "f") if name.endswith("f") else ("D", "double", "")
        if base in ("creal", "cimag", "cabs", "carg"):
            code.append(f"{real} X_{name}({pair} z) {{ return {base}{mark}(Z(z)); }}")
        else:
            more, second = (f", {pair} w", ", Z(w)") if base == "cpow" else ("", "")
            code.append(
                f"{pair} X_{name}({pair} z{more}) {{ {real} _Complex a = {base}{mark}(Z(z){second});"
                f" return ({pair}){{ __real__ a, __imag__ a }}; }}"
            )
        exports.append(f"{name}=X_{name}")
    return "\n".join(code) + "\n", "\n".join(exports) + "\n"


def main(python: Path, out: Path) -> None:
    names: set[str] = set()
    for path in (python / "Lib" / "site-packages" / "numpy").rglob("*.pyd"):
        data = path.read_bytes()
        if OLD in data:
            names.update(asked_for(data))
            path.write_bytes(data.replace(OLD, NEW))
    code, exports = shim(names)
    (out / "shim.c").write_text(code, "utf-8")
    (out / "shim.def").write_text(exports, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
