"""What a file is called by in which a notice is handed out."""

ENDING = ".通知包"
