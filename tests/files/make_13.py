"""Word at its most tangled: numbers counted by Word in cells, rows in controls, rows inserted and deleted, moved, hidden."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.files.word import Word

NAME = "峡山县“高效办成一件事”责任清单（第二稿）.docx"

_HEAD = ["序 号", "事 项 名 称", "责 任\v分 工", None, "工 作 内 容", "办 结\v时 限"]
_HEAD_TWO = [None, None, "牵 头 单 位", "配 合 单 位", None, None]

#: 事项, 牵头, 配合, 内容, 时限
_ROWS: list[tuple[str, str, str, str, str]] = [
    (
        "企业注销登记",
        "县市场监督管理局",
        "县税务局、县人力资源和\v社会保障局、县公安局",
        "实现税务、社保、印章同步注销",
        "3月底前",
    ),
    (
        "开办餐饮店",
        "县行政审批服务管理局",
        "县消防救援大队\v县城市管理局",
        "推行“证照联办”，编制标准化申请书",
        "2024年4月",
    ),
    ("新生儿出生", "县卫生健康局", "县公安局、县医疗保障局", "出生医学证明、户口登记一次办结", "5月底前"),
    (
        "教育入学",
        "县教育局",
        "县公安局、县自然资源局、市住房公积金\v管理中心峡山分中心",
        "打通户籍、房产、社保数据核验",
        "6月15日前",
    ),
    (
        "社会保障卡居民服务",
        "县人力资源和社会保障局",
        "县文化和旅游局、县交通运输局",
        "拓展借阅、乘车等用卡场景",
        "年底前",
    ),
    ("残疾人服务", "县残疾人联合会", "县民政局", "评定与补贴申请并联办理", "6月底前"),
    ("退休", "县人力资源和社会保障局", "县医疗保障局、县委组织部", "提前核定、到龄即享", "2024年9月底"),
    (
        "水电气网联合报装",
        "县住房和城乡建设局",
        "国网峡山县供电公司、峡山清源供水\v有限公司、各通信运营企业",
        "外线工程并联审批不超过5个工作日",
        "2024年7月31日前",
    ),
    ("信用修复", "县发展和改革局", "县直各有关单位", "企业申请一口受理、协同修复", "10月底前"),
    ("企业上市合法合规信息核查", "县金融服务中心", "县法院等有关单位", "以信用报告代替证明", "长期推进"),
    ("不动产登记", "县自然资源局", "县税务局", "二手房转移登记与水电气过户联办", "11月底前"),
    ("公民身后一件事", "县民政局", "县公安局、县卫生健康局、各乡镇人民政府", "死亡证明信息共享", "12月底前"),
]

_TEXT = [
    "（一）县行政审批服务管理局负责统筹协调，{-每月-}{+每季度+}通报进展。",
    "（二）县大数据中心要在2024年5月底前完成系统对接。",
    "（三）各牵头单位要制定工作方案，明确任务书、时间表、路线图。",
]


def _trow(row: Any, tag: str) -> None:
    change = f'<w:{tag} {nsdecls("w")} w:id="77" w:author="张" w:date="2024-02-01T00:00:00Z"/>'
    row._tr.get_or_add_trPr().append(parse_xml(change))


def _wrap(element: Any) -> None:
    # the element inside a content control, as a repeating section writes it
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control[1].append(element)


def _table(word: Word) -> None:
    count = word.numbering((("decimal", "%1"),))
    rows: list[list[str | None]] = [list(_HEAD), list(_HEAD_TWO)]
    for name, lead, others, content, when in _ROWS:
        rows.append([None, name, lead, others, content, when])
    rows.append([None, "（拟删除）建筑垃圾处置", "县城市管理局", "县生态环境分局", "{-许可与运输证合并-}", "2024年"])
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (0, 5, 1, 5)]
    table = word.table(rows, merges=merges, widths=(1.2, 4, 4, 5, 6, 3), heads=2, size=12)
    body = list(table.rows)[2:]
    for row in body:
        paragraph = row.cells[0].paragraphs[0]
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{count}"/></w:numPr>')
        )
    _trow(body[11], "ins")
    _delete(body[12])
    _wrap(body[3]._tr)
    _wrap(body[6].cells[2]._tc)
    _wrap(body[7].cells[3].paragraphs[0]._p)
    inner = body[8].cells[4].add_table(1, 2)
    for cell, words in zip(inner.rows[0].cells, ("信用报告", "修复承诺"), strict=True):
        cell.text = words
    body[8].cells[4].add_paragraph("")


def _delete(row: Any) -> None:
    # a row deleted under tracking keeps its cells, all their words marked
    _trow(row, "del")
    for run in list(row._tr.iter(qn("w:r"))):
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
        if run.getparent().tag == qn("w:del"):
            continue
        change = parse_xml(f'<w:del {nsdecls("w")} w:id="78" w:author="张" w:date="2024-02-01T00:00:00Z"/>')
        run.addprevious(change)
        change.append(run)


def _hidden(word: Word, words: str) -> None:
    run = word.p("").add_run(words)
    run.font.hidden = True


def build() -> bytes:
    """The bytes of the file."""
    word = Word()
    word.p("峡山县推进政府职能转变和“放管服”改革协调小组办公室", align="centre")
    word.p("关于印发《峡山县“高效办成一件事”责任清单》的通知", align="centre")
    word.p("峡职转办〔2024〕1号", align="centre")
    word.p("各成员单位：", indent=False)
    word.p(
        "根据《国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见》（国发〔2024〕3号），现印发责任清单。"
    )
    word.p("一、工作要求")
    for words in _TEXT:
        word.p(words)
    _hidden(word, "（四）县粮食局负责旧稿内容。（责任单位：县粮食局）")
    word.p("峡山县推进政府职能转变和“放管服”改革协调小组办公室", align="right")
    word.p("2024年2月5日", align="right")
    word.landscape()
    word.p("附件", indent=False)
    word.p("峡山县“高效办成一件事”责任清单", align="centre")
    _table(word)
    word.p("备注：配合单位按照职责分工做好数据共享。")
    return word.data()
