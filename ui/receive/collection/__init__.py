"""Page 经验汇编 and the widgets it alone uses."""
