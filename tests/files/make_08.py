"""An old .doc: brackets in every verb form, the first unit is the lead by declaration, a table of duties behind."""

from __future__ import annotations

from tests.files.office import convert
from tests.files.word import Word

NAME = "关于进一步优化就业创业环境的若干措施.doc"

_SECTIONS: list[tuple[str, list[str]]] = [
    (
        "加大援企稳岗力度",
        [
            "延续实施阶段性降低失业保险费率政策至2025年底，确保符合条件的企业应享尽享。（市人力资源社会保障局、市财政局、"
            "市税务局负责。列第一位者为牵头单位，下同）",
            "落实失业保险稳岗返还，采取“免申即享”方式办理，2025年8月底前全部拨付到位。（市人力资源社会保障局、市财政局、"
            "市市场监管局负责）",
            "设立企业用工服务专员，为重点企业提供“一对一”招聘服务。（市人力资源社会保障局、市工业和信息化局、"
            "市商务局，各县区人民政府负责）",
        ],
    ),
    (
        "支持重点群体就业",
        [
            "开展高校毕业生就业攻坚，机关事业单位招录和国有企业招聘在8月31日前完成。（市委组织部、市人力资源社会保障局、"
            "市国资委、市教育局等按职责分工负责）",
            "募集青年见习岗位不少于2500个，见习补贴按当地最低工资标准的70%执行。（市人力资源社会保障局、团市委、市工商联负责）",
            "发展家门口就业，新建就业帮扶车间20家，吸纳脱贫人口不少于600人。（市农业农村局、市人力资源社会保障局，"
            "各县区人民政府负责）",
            "健全退役军人就业帮扶机制，每年举办专场招聘活动2次以上。（市退役军人事务局、西陵军分区动员处、"
            "市人力资源社会保障局负责）",
            "对零就业家庭实行动态清零，通过公益性岗位予以兜底安置。（市人力资源社会保障局、市民政局、市残联及各县区人民政府负责）",
        ],
    ),
    (
        "优化创业服务",
        [
            "提高个人创业担保贷款额度至30万元，合伙创业贷款最高不超过110万元。（人民银行西陵市分行、市财政局、"
            "市人力资源社会保障局负责）",
            "建设创业孵化示范基地5个，为入驻企业减免三年场地租金。（市人力资源社会保障局会同市科技局、市住房城乡建设局负责）",
            "简化创业开办手续，实现企业开办半日办结。（市政务服务管理局、市市场监管局、市公安局、市税务局负责）",
            "举办第四届“西陵杯”创业大赛，获奖项目给予5万元至20万元奖励。（市人力资源社会保障局、市科技局、团市委、"
            "市妇联负责，2025年10月底前完成）",
        ],
    ),
]

_TABLE = [
    ["序号", "重点事项", "责任单位", "时间节点"],
    ["1", "编制《西陵市急需紧缺职业目录》", "市人力资源社会保障局\n市统计局", "2025年4月底前"],
    ["2", "开通“西陵好就业”小程序", "市人力资源社会保障局\n市大数据局", "2025年6月底前"],
    ["3", "建立灵活就业人员职业伤害保障试点", "市人力资源社会保障局\n市医保局\n市税务局", "根据省厅部署适时启动"],
    ["4", "组织“春风行动”系列招聘会80场", "各县区人民政府\n市人力资源社会保障局", "2025年3月底前"],
]


def document() -> bytes:
    """The Word file that is saved as .doc."""
    word = Word()
    word.p("西陵市人民政府办公室", align="centre")
    word.p("关于进一步优化就业创业环境的若干措施", align="centre")
    word.p("西政办规〔2025〕2号", align="centre")
    word.p("各县区人民政府，市人民政府各部门、各直属机构：", indent=False)
    word.p("为落实就业优先战略，经市人民政府同意，现就进一步优化就业创业环境制定如下措施。")
    numbers = word.numbering()
    counted = word.numbering((("decimal", "%1."),))
    for section, measures in _SECTIONS:
        word.item(section, 0, numbers)
        for measure in measures:
            word.item(measure, 0, counted)
    word.p("本措施自2025年3月1日起施行，有效期至2027年2月28日，由市人力资源社会保障局负责解释。")
    word.p("附件：西陵市就业创业重点事项责任表", indent=False)
    word.p("西陵市人民政府办公室", align="right")
    word.p("2025年2月13日", align="right")
    word.doc.add_page_break()
    word.p("附件", indent=False)
    word.p("西陵市就业创业重点事项责任表", align="centre")
    word.table(_TABLE, widths=(1.5, 6, 5, 3.5), size=12)
    word.furniture()
    return word.data()


def build() -> bytes:
    """The bytes of the file."""
    return convert(document(), "docx", "doc")
