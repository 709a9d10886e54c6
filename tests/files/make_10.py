"""A report table on upright pages, printed to PDF: three levels of merged cells, rows cut by pages, a head printed once."""

from __future__ import annotations

from tests.files.office import convert
from tests.files.word import Merge, Word

NAME = "安澜县政府工作报告重点任务分解.pdf"

_HEAD = ["序号", "任务来源", "重点工作任务", "责任领导", "牵头单位", "配合单位", "完成时间"]

#: 来源 → 领导 → [(任务, 牵头, 配合, 时间)]
_TASKS: list[tuple[str, str, list[tuple[str, str, str, str]]]] = [
    (
        "坚定不移抓项目扩投资",
        "常务副县长 楚天阔",
        [
            (
                "全年实施亿元以上项目62个，完成年度投资78亿元。",
                "县发展改革局",
                "县直各项目主管部门，各乡镇（街道）",
                "12月底",
            ),
            (
                "建成抽水蓄能电站进场道路，主体工程6月底前开工。",
                "县能源局",
                "县交通运输局、县水务局、安澜抽水蓄能有限公司",
                "6月底",
            ),
            ("争取中央预算内资金、地方政府专项债券15亿元以上。", "县财政局、县发展改革局", "各有关部门", "持续推进"),
        ],
    ),
    (
        "加快培育新型工业",
        "副县长 莫 愁",
        [
            (
                "盘活闲置厂房12万平方米，引进上下游配套企业10户，打造中药材深加工、电子元器件两个特色产业园区，形成集聚发展态势。",
                "县经济和信息化局",
                "县招商服务中心、县高新技术产业园区管理委员会、县自然资源和规划局",
                "11月底",
            ),
            (
                "新增规上工业企业9户，“专精特新”企业3户。",
                "县经济和信息化局",
                "县统计局、县科学技术局、县税务局、县市场监督管理局",
                "12月底",
            ),
            (
                "推动安澜化工厂区搬迁入园，开展原址土壤污染状况调查。",
                "市生态环境局安澜分局",
                "县应急管理局、县自然资源和规划局",
                "三季度",
            ),
            ("出台支持工业企业技术改造十条措施。", "县经济和信息化局", "县财政局", "4月底"),
        ],
    ),
    (
        "全力推进乡村全面振兴",
        "县委副书记 祝 融",
        [
            (
                "建设高标准农田3.5万亩，粮食总产量稳定在18万吨以上。",
                "县农业农村局",
                "县水务局、县财政局、各乡镇（街道）",
                "12月底",
            ),
            (
                "守牢不发生规模性返贫底线，对监测户每季度开展一次集中排查，逐户落实产业、就业、兜底保障等针对性帮扶举措，"
                "做到应纳尽纳、应帮尽帮，坚决防止体外循环。",
                "县农业农村局",
                "县人力资源和社会保障局、县教育局、县医疗保障局、"
                "县民政局、县住房和城乡建设局、县残疾人联合会等有关单位",
                "长期坚持",
            ),
            (
                "打造“安澜贡米”区域公用品牌，授权使用企业达到20家。",
                "县农业农村局",
                "县市场监督管理局、县供销合作社联合社",
                "10月底",
            ),
        ],
    ),
    (
        "用心用情办好民生实事",
        "副县长 端木云",
        [
            (
                "县第三中学、老年养护院建成投用。",
                "县教育局、县民政局",
                "县住房和城乡建设局、县城市建设投资开发有限公司",
                "9月1日前",
            ),
            ("建成城市书房4个、百姓健身步道20公里。", "县文化旅游和体育局", "县城市管理局、县融媒体中心", "10月底"),
            (
                "推进县中医院创建三级医院，启动妇幼保健院迁建。",
                "县卫生健康局",
                "县发展改革局、县财政局、县自然资源和规划局",
                "年底前",
            ),
            ("全面落实生育支持政策，新增托位300个。", "县卫生健康局", "县妇女联合会、县总工会", "2025年底前"),
        ],
    ),
    (
        "守住安全发展底线",
        "副县长、县公安局局长 铁 岩",
        [
            ("开展安全生产治本攻坚，整治重大隐患动态清零。", "县应急管理局", "县安全生产委员会成员单位", "全年"),
            ("完成8座病险水库除险加固。", "县水务局", "县应急管理局、相关乡镇", "汛期前"),
            ("建设“雪亮工程”三期，新增高清探头1200路。", "县公安局", "县委政法委、中国铁塔安澜办事处", "8月底"),
        ],
    ),
]


def _rows() -> tuple[list[list[str | None]], list[Merge]]:
    rows: list[list[str | None]] = [[*_HEAD]]
    merges: list[Merge] = []
    number = 0
    for source, leader, tasks in _TASKS:
        top = len(rows)
        for i, (task, lead, others, when) in enumerate(tasks):
            number += 1
            first = i == 0
            rows.append([str(number), source if first else None, task, leader if first else None, lead, others, when])
        merges.extend((top, column, len(rows) - 1, column) for column in (1, 3))
    return rows, merges


def document() -> bytes:
    """The Word file that is printed."""
    word = Word()
    word.p("安澜县人民政府关于分解落实2025年《政府工作报告》重点任务的通知", align="centre")
    word.p("安政发〔2025〕3号", align="centre")
    word.p("各乡镇人民政府、街道办事处，县政府各部门：", indent=False)
    word.p(
        "县十七届人大五次会议审议通过的《政府工作报告》提出的重点任务已经分解，现印发给你们。请各牵头单位每季度末月20日前报送进展。"
    )
    word.p("安澜县人民政府", align="right")
    word.p("2025年2月8日", align="right")
    word.doc.add_page_break()
    word.p("2025年《政府工作报告》重点任务分解表", align="centre")
    rows, merges = _rows()
    word.table(rows, merges=merges, widths=(1.1, 2.2, 5, 1.8, 2.4, 3.2, 1.6), heads=0, size=12)
    word.p("说明：1.“责任领导”指县政府班子成员。2.配合单位名单可根据工作需要调整。")
    word.furniture("安澜县人民政府文件")
    return word.data()


def build() -> bytes:
    """The bytes of the file."""
    return convert(document(), "docx", "pdf")
