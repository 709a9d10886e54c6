"""A workbook: a list of duties with merged cells, line feeds between units and real dates; indicators in percent."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

NAME = "河湾市2024年重点工作责任清单.xlsx"

_HEAD = ("序号", "类别", "重点工作", "具体举措", "牵头单位", "责任单位", "完成时限", "备注")

#: 类别, 重点工作, [(举措, 时限)], 牵头, 责任
_WORK: list[tuple[str, str, list[tuple[str, Any]], str, str]] = [
    (
        "产业发展",
        "做强铝精深加工产业链",
        [
            ("制定铝产业链招商图谱并动态更新", date(2024, 4, 30)),
            ("开工建设再生铝保级利用项目", date(2024, 9, 30)),
            ("推动两户企业开展数字化改造试点", "年底前"),
        ],
        "市工业和信息化局",
        "市商务局\n市科学技术局\n河湾高新技术产业开发区管委会",
    ),
    (
        "产业发展",
        "培育农产品加工企业",
        [("新增省级龙头企业3家以上", date(2024, 12, 31))],
        "市农业农村局",
        "各县（市、区）人民政府",
    ),
    (
        "产业发展",
        "办好第六届核桃产业博览会",
        [("完成场馆布置和客商邀约", date(2024, 8, 20)), ("组织签约项目落地跟踪服务", "持续推进")],
        "市林业局\n市商务局",
        "市公安局\n市卫生健康委员会\n市市场监督管理\n局\n市贸促会",
    ),
    (
        "城市更新",
        "实施老旧小区改造",
        [("改造老旧小区46个，同步加装电梯30部", "2024年10月底前")],
        "市住房和城乡\n建设局",
        "各区人民政府",
    ),
    (
        "城市更新",
        "打通断头路",
        [("建成滨河东路北延工程", date(2024, 11, 15)), ("完成学府街跨线桥施工图审查", "三季度")],
        "市城市管理局",
        "市自然资源和规划局\n市财政局\n市城市建设投资集团有限公司",
    ),
    (
        "城市更新",
        "整治城市内涝",
        [("清掏雨水管网210公里", "汛期前"), ("改造易涝点5处", date(2024, 6, 10))],
        "市城市管理局",
        "",
    ),
    (
        "改革攻坚",
        "推进市属国有企业整合重组",
        [("组建文旅、交通两个集团", "6月底前")],
        "市政府国有资产监督管理委员会",
        "市财政局\n市审计局\n市人力资源和社会保障局等有关部门",
    ),
    (
        "改革攻坚",
        "深化零基预算改革",
        [("出台专项资金管理办法", "5月底前"), ("清理两年以上结转资金", "每季度")],
        "市财政局",
        "市直各预算单位",
    ),
    (
        "改革攻坚",
        "推行工业项目“标准地”出让",
        [("新出让工业用地“标准地”比例达到100%", "全年")],
        "市自然资源和规划局",
        "市行政审批服务管理局\n市生态环境局\n市水利局",
    ),
]

_INDICATORS: list[tuple[str, str, Any, str, str]] = [
    ("地区生产总值增长", "%", 0.065, "预期性", "市发展和改革委员会"),
    ("规模以上工业增加值增长", "%", 0.08, "预期性", "市工业和信息化局"),
    ("社会消费品零售总额", "亿元", 268.5, "", "市商务局"),
    ("城镇新增就业", "万人", 2.1, "", "市人力资源和社会保障局"),
    ("空气质量优良天数比例", "%", 0.785, "", "市生态环境局"),
    ("单位地区生产总值能耗降低", "%", 0.032, "", "市发展和改革委员会"),
]


def _duties(sheet: Worksheet) -> None:
    sheet.append(["河湾市2024年重点工作责任清单"])
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, size=18)
    sheet.append(["填报单位：河湾市人民政府办公室", None, None, None, None, None, "填报日期：", date(2024, 2, 27)])
    sheet.append(list(_HEAD))
    group_top, group = 4, _WORK[0][0]
    for number, (kind, work, measures, lead, others) in enumerate(_WORK, 1):
        top = sheet.max_row + 1
        if kind != group:
            _join(sheet, 2, group_top, top - 1)
            group_top, group = top, kind
        for i, (measure, when) in enumerate(measures):
            first = (number, kind if top == group_top else None, work, measure, lead, others, when)
            sheet.append(list(first) if i == 0 else [None, None, None, measure, None, None, when])
            cell = sheet.cell(sheet.max_row, 7)
            if isinstance(when, date):
                cell.number_format = 'yyyy"年"m"月"d"日"'
        for column in (1, 3, 5, 6):
            _join(sheet, column, top, sheet.max_row)
    _join(sheet, 2, group_top, sheet.max_row)
    sheet.append(["注：牵头单位每月底前将进展情况报市政府督查室；备注栏由督查室填写。"])
    sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=8)
    for letter, width in zip("ABCDEFGH", (5, 8, 20, 30, 14, 14, 12, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"


def _join(sheet: Worksheet, column: int, top: int, bottom: int) -> None:
    if bottom > top:
        sheet.merge_cells(start_row=top, start_column=column, end_row=bottom, end_column=column)
    sheet.cell(top, column).alignment = Alignment(wrap_text=True, vertical="center")


def _indicators(sheet: Worksheet) -> None:
    sheet.append(["2024年主要经济社会发展预期目标分解表"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "指标名称", "计量单位", "2024年目标", "备注", "责任单位"])
    for number, (name, unit, value, note, who) in enumerate(_INDICATORS, 1):
        sheet.append([number, name, unit, value, note or None, who])
        if unit == "%":
            sheet.cell(sheet.max_row, 4).number_format = "0.0%"
    sheet.append([7, "（作废）固定资产投资增长", "%", 0.1, None, "市统计局"])
    sheet.row_dimensions[sheet.max_row].hidden = True


def build() -> bytes:
    """The bytes of the file."""
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError(type(first))
    first.title = "责任清单"
    _duties(first)
    _indicators(book.create_sheet("预期目标"))
    notes = book.create_sheet("说明")
    notes.append(["本清单由市政府办公室负责解释，联系电话：0000-1234567。"])
    hidden = book.create_sheet("旧稿")
    hidden.sheet_state = "hidden"
    hidden.append(["序号", "重点工作", "牵头单位"])
    hidden.append([1, "旧稿任务", "市粮食局"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
