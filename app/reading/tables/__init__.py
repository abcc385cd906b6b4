"""Spreadsheets → rows: what lies in a 汇总表 or a score sheet. Opened in a sandbox child."""
