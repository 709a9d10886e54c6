"""A workbook kept by hand: a head of two rows with quarters, units merged over several tasks, ticks, a progress column."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

NAME = "2024年乡村振兴重点任务台账（6月更新）.xlsx"

_TOP = [
    "编号",
    "重点\n任务",
    "工作目标",
    "推进计划",
    None,
    None,
    None,
    "牵头单位",
    "参与单位",
    "包抓\n领导",
    "联系人",
    "截止日期",
]
_SECOND = [None, None, None, "一季度", "二季度", "三季度", "四季度", *[None] * 5]

#: 任务, 目标, 四个季度, 牵头, 参与, 领导, 联系人, 截止; None continues the cell above (merged)
_ROWS: list[list[object]] = [
    [
        "设施蔬菜扩面提质",
        "新建日光温室320座",
        "完成选址",
        "棚体建设",
        "栽植",
        "验收",
        "县农业农村局",
        "县水利局、县供电公司",
        "何一帆",
        "苏  木",
        datetime(2024, 12, 20),
    ],
    [
        "食用菌工厂化栽培",
        "日产菌包4万袋",
        "设备采购",
        "投产",
        "达产",
        "—",
        None,
        "县供销社；红旗镇人民政府",
        None,
        "路 遥",
        datetime(2024, 9, 30),
    ],
    [
        "肉牛良种繁育",
        "存栏基础母牛5000头以上",
        "—",
        "引种",
        "扩繁",
        "评估",
        None,
        "县畜牧兽医服务中心",
        None,
        "路 遥",
        "2024年11月",
    ],
    [
        "农村公路养护",
        "优良路率不低于85%",
        "排查",
        "修复",
        "修复",
        "评定",
        "县交通运输局",
        "各乡镇",
        "段云飞",
        "樊 荣",
        "长期",
    ],
    [
        "农村饮水保障",
        "水质达标率100%",
        "检测",
        "改造",
        "改造",
        "验收",
        "县水利局\n县卫健局\n（按职责分工）",
        "县疾控中心,各乡镇",
        "段云飞",
        "江 澜",
        "12月底",
    ],
    [
        "集体经济消薄",
        "年收入10万元以下村清零",
        "摸底",
        "帮扶",
        "帮扶",
        "验收",
        "县委组织部",
        "县农业农村局 县乡村振兴局 县财政局",
        "丁山",
        "柏 杨",
        datetime(2024, 12, 31),
    ],
    [
        "文明乡风培育",
        "县级以上文明村占比提高到75%",
        "宣传",
        "评选",
        "评选",
        "表彰",
        "县委宣传部",
        "县妇联\n县民政局\n县文明办",
        "丁山",
        "沙 鸥",
        "全年推进",
    ],
    [
        "防返贫监测帮扶",
        "风险消除率达到80%",
        "每月研判",
        "每月研判",
        "每月研判",
        "每月研判",
        "县乡村振兴局",
        "县教育局、县医保局、县人社局、县住建局",
        "丁山",
        "柏 杨",
        "按中央、省统一部署执行",
    ],
    [
        "数字乡村试点",
        "建成村级平台15个",
        "方案",
        "招标",
        "建设",
        "运行",
        "县委网信办",
        "中国电信丰泽分公司\n中国移动丰泽分公司\n县大数据中心",
        "何一帆",
        "简 宁",
        datetime(2024, 10, 31),
    ],
    [
        "村庄规划编制",
        "编制实用性村庄规划26个",
        "调研",
        "初稿",
        "评审",
        "批复",
        "县自然资源局",
        "各乡镇",
        "何一帆",
        "章 台",
        datetime(2024, 11, 30),
    ],
    [
        "和美乡村示范",
        "创建省级示范村2个，市级示范村6个",
        "申报",
        "建设",
        "建设",
        "验收",
        "县农业农村局",
        "县住建局、县生态环境分局、县文旅局",
        "何一帆",
        "苏  木",
        datetime(2024, 12, 15),
    ],
    [
        "农村客货邮融合",
        "新开通线路5条",
        "选线",
        "试运行",
        "运行",
        "总结",
        "县交通运输局",
        "县邮政公司、县商务局",
        "段云飞",
        "樊 荣",
        "已开通3条",
    ],
    [
        "雨露计划资助",
        "资助脱贫家庭学生1400人",
        "春季发放",
        "—",
        "秋季发放",
        "—",
        "县乡村振兴局",
        "县教育局",
        "丁山",
        "柏 杨",
        "每学期开学后一个月内",
    ],
    ["高素质农民培育", "培训800人", "摸底", "开班", "开班", "考核", "县农广校", "各乡镇", "何一帆", "待定", "11月底前"],
    [
        "农村集体产权交易",
        "交易额突破3000万元",
        "建章",
        "上线",
        "运行",
        "总结",
        "县农村经济服务中心",
        "县公共资源交易中心",
        "何一帆",
        "丰 登",
        "2024年底",
    ],
]


def _write(sheet: Worksheet) -> None:
    sheet["A1"] = "丰泽县2024年乡村振兴重点任务台账"
    sheet.merge_cells("A1:L1")
    sheet["L2"] = "更新时间：2024年6月30日"
    sheet.append(list(_TOP))
    sheet.append(list(_SECOND))
    sheet.merge_cells("D3:G3")
    for column in (1, 2, 3, 8, 9, 10, 11, 12):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    sheet.append(["一、产业振兴"])
    sheet.merge_cells("A5:L5")
    for number, row in enumerate(_ROWS, 1):
        if number == 4:
            sheet.append(["二、乡村建设和治理"])
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=12)
        sheet.append([number, *row])
        cell = sheet.cell(sheet.max_row, 12)
        cell.number_format = "m月d日" if isinstance(cell.value, datetime) else "General"
    for letter in "HJ":
        sheet.merge_cells(f"{letter}6:{letter}8")
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions["D"].hidden = True


def build() -> bytes:
    """The bytes of the file."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(type(sheet))
    sheet.title = "台账"
    _write(sheet)
    empty = book.create_sheet("Sheet2")
    empty["A1"] = None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
