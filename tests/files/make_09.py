"""A .wps of a town office: chapters and articles numbered by the program, duty paragraphs, a table with merged units."""

from __future__ import annotations

from tests.files.office import convert
from tests.files.word import Merge, Word

NAME = "柳河县森林防火责任落实办法.wps"

_DUTIES = [
    "县林业局：负责森林防火日常工作，组织编制防火规划，建设专业扑火队伍；配合县应急管理局做好火灾调查。",
    "县应急管理局：承担县森林草原防灭火指挥部办公室日常工作，统一调度救援力量。",
    "县公安局：负责火案侦破和火场警戒，督促看守人员到岗到位。",
    "县气象局：负责森林火险气象等级预报，适时开展人工增雨作业。",
    "县财政局：将防火经费纳入年度预算，保障扑火物资储备。",
    "县教育局：负责在校学生的防火安全教育。",
    "县民政局：倡导文明祭扫，指导公墓管理单位落实防火措施。",
    "国网柳河县供电公司：负责穿越林区输电线路的隐患排查，每年3月底前完成线下可燃物清理。",
    "各乡镇人民政府：负责辖区内林火巡护、宣传教育和初期处置。",
]

_ARTICLES = [
    "森林防火期为每年10月1日至次年5月31日，其中清明节前后为高火险期。",
    "由县林业局牵头，县应急管理局、县公安局配合，在高火险期前开展一次联合检查。",
    "进入防火区的道路口设立检查站，检查站由各乡镇人民政府设置，县林业局负责指导。",
    "县融媒体中心应当在高火险期每日播发火险预警信息。",
]

_TABLE: list[list[str | None]] = [
    ["责任片区", "包片领导", "责任内容", "责任单位", "责任人", "备注"],
    ["东山片区", "副县长 郭 峰", "完成防火隔离带清理36公里", "县林业局\n东山乡人民政府", "田 野\n汪 洋", None],
    [None, None, "安装视频监控探头22处", None, None, "已招标"],
    ["西岭片区", "县人武部部长 雷 鸣", "组建60人半专业扑火队", "西岭林场\n西岭镇人民\n政府", "卜 凡", None],
    [None, None, "修建蓄水池8座", None, None, None],
    ["南坪片区", "副县长 伍 月", "迁移改造散坟集中区5处", "县民政局、南坪镇人民政府", "申 屠\n易 水", None],
]

_MERGES: list[Merge] = [(top, column, top + 1, column) for top in (1, 3) for column in (0, 1, 3, 4)]


def document() -> bytes:
    """The Word file that is saved as .wps."""
    word = Word()
    word.p("柳河县人民政府文件", align="centre")
    word.p("柳政发〔2023〕18号", align="centre")
    word.p("柳河县人民政府\v关于印发《柳河县森林防火责任落实办法》的通知", align="centre")
    word.p("各乡镇人民政府，县直各单位，驻县各单位：", indent=False)
    word.p("现将《柳河县森林防火责任落实办法》印发给你们，请遵照执行。")
    word.p("柳河县人民政府", align="right")
    word.p("2023年9月11日", align="right")
    word.doc.add_page_break()
    word.p("柳河县森林防火责任落实办法", align="centre")
    chapters = word.numbering((("chineseCountingThousand", "第%1章　"),))
    articles = word.numbering((("chineseCountingThousand", "第%1条　"),))
    word.item("总则", 0, chapters)
    word.item("为落实森林防火责任，根据《森林防火条例》（国务院令第541号），制定本办法。", 0, articles)
    word.item("部门职责", 0, chapters)
    word.item("县森林草原防灭火指挥部成员单位按照下列分工履行职责：", 0, articles)
    for duty in _DUTIES:
        word.p(duty)
    word.item("防火措施", 0, chapters)
    for article in _ARTICLES:
        word.item(article, 0, articles)
    word.item("附则", 0, chapters)
    word.item("本办法由县林业局负责解释，自2023年10月1日起施行。", 0, articles)
    word.p("附件", indent=False)
    word.p("2023年秋冬季森林防火包片责任表", align="centre")
    word.table(_TABLE, merges=_MERGES, widths=(2.5, 3, 4.5, 3, 2, 1.6), size=12)
    word.p("本表由县林业局按季更新。")
    return word.data()


def build() -> bytes:
    """The bytes of the file: what .wps holds is the old Word format."""
    return convert(document(), "docx", "doc")
