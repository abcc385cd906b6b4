"""Nouns of the trade, frozen, without I/O.

Glossary (one English word each):
notice 通知 · track 申报类别（全国/全省） · sender 报送单位 · batch 批次 · enterprise 一家企业在一个类别的申报
source 收到的一份东西（压缩包、文件夹、散文件） · member 其中的一个文件 · role 材料类别 · finding 问题
decision 核对结论 · row 汇总表的一行 · letter 推荐文件 · staging 刻录目录 · disc 光盘 · check code 校验码
"""
