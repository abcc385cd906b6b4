"""Nouns of the trade, frozen, without I/O.

Glossary (the only list; one English word each, the field's own where it has one):
notice 通知 · campaign 一项申报工作 · track 申报类别 · region 省 · sender 报送单位 · bureau 市局
direct sender 直报单位
batch 批次 · enterprise 一家企业在一个类别的申报 · source 收到的一份东西（压缩包、文件夹、散文件）
member 其中的一个文件
material 材料类别 · role 一个文件作哪类材料 · row 汇总表的一行 · column 汇总表的一栏 · area 重点领域
division 行业大类（GB/T 4754）
letter 推荐文件 · seal 公章 · form 申报书上的栏目 · offer 供采用的内容
check 检查 · finding 问题 · grade 分级（must should look） · trait 四性 · decision 核对结论 · step 五步之一
package 一家企业的压缩包 · medium 光盘种类 · disc 光盘 · set 一套光盘 · plan 盘上放什么 · staging 刻录目录
image 光盘映像
bag, manifest, tag manifest, Payload-Oxum: BagIt (RFC 8493) · Joliet, Rock Ridge: the trees of ISO 9660
check code 校验码 · readback 读盘校验 · handover 交接登记表
ledger 台账 · submission 一次报送 · entry 其中一家企业 · standing 报送的状态 · event 做过的一件事
layout 光盘认作什么
receipt 接收回执 · return notice 补正通知 · correction 补正 · examine 看印章、扫描页和申报书
ballot 一位专家的评分 · criterion 评审指标 · bar 不参加评审的原因 · admission 写明理由列入
stage 评审到哪一步 · visit 现场核查 · publicity 公示 · objection 异议
experience 典型经验 · hit 搜到的一篇 · volume 印成的一册
activity 交流推广活动 · pairing 对标（谁学谁） · attachment 归在活动、核查旁边的文件 · figures 年度统计
"""
