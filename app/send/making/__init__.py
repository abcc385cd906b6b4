"""The steps of 制作光盘 that need nobody between."""
