"""The core of Baopan: everything the product knows and does, without a window."""

__version__ = "0.1.0"
PRODUCT = "标杆报盘"
