"""Rows → workbooks: the 汇总表 in our look or the province's, the merged table, score sheets."""
