"""Tables in Word: people's livelihood projects with leaders and officers, a head of two rows, controls, tracked changes."""

from __future__ import annotations

from tests.files.word import Merge, Word

NAME = "2025年民生实事项目责任分解表.docx"

_PROJECTS: list[tuple[str, str, str, str, str, str, str]] = [
    # 项目, 建设内容及标准, 牵头领导, 牵头单位, 配合单位, 责任人, 完成时限
    ("一、教育医疗", "", "", "", "", "", ""),
    (
        "新建改扩建公办幼儿园4所",
        "新增学位1080个，{=秋季开学=}前投入使用。",
        "陈立言",
        "县教育局",
        "县住建局\n县自然资源局",
        "{-钱 程-}{+方 圆+}",
        "2025年8月底",
    ),
    ("实施中小学校照明改造", "更换教室照明灯具8600套。", "陈立言", "县教育局", "县财政局", "方 圆", "2025年7月"),
    ("为适龄女生免费接种疫苗", "接种率达到90%以上。", "苗 青", "县卫健局", "县教育局、县妇联", "郝思远", "全年"),
    (
        "建设县人民医院感染楼",
        "建筑面积6200平方米，\v设床位80张。",
        "苗 青",
        "县卫健局",
        "县发改局\n县财政局\n县住建局\n县{+人+}民医院",
        "郝思远\n左 权",
        "2025年12月",
    ),
    ("二、城乡基础", "", "", "", "", "", ""),
    (
        "改造农村危旧供水管网",
        "改造管网155公里，惠及4.6万人。",
        "杨国栋",
        "县水利局",
        "县农村供水服务中心\n各有关乡镇人民政府",
        "尚 武",
        "2025年10月底前",
    ),
    (
        "新增城区公共停车位1500个",
        "优先利用边角地、闲置地建设。",
        "杨国栋",
        "县城市管理综合行政执法局",
        "县公安局交警大队、县国有资产经营有限公司",
        "葛亮",
        "2025年11月底前",
    ),
    (
        "提升改造“四好农村路”",
        "新改建农村公路98公里，危桥3座。",
        "常委、副县长 白 桦",
        "县交通运输局",
        "各乡镇人民政府",
        "毕成功",
        "2025年9月30日",
    ),
    (
        "更换老旧燃气立管",
        "涉及老旧小区31个。",
        "杨国栋",
        "县住建局",
        "县应急管理局\n县市场监管局\n华润燃气（云台）\n有限公司",
        "宁 静",
        "2025年10月",
    ),
    ("三、社会保障", "", "", "", "", "", ""),
    ("开展困难老年人家庭适老化改造", "改造500户。", "白 桦", "县民政局", "县残联", "穆 兰", "2025年9月底"),
    (
        "城镇新增就业",
        "新增就业3200人，开展职业技能培训2600人次。",
        "韩 啸",
        "县人社局",
        "县工信局\n县总工会等有关单位",
        "桑 榆",
        "2025年12月底",
    ),
    (
        "建设“零工驿站”6个",
        "配备休息、饮水、充电等设施。",
        "韩 啸",
        "县人社局",
        "团县委\n县总工会",
        "桑 榆",
        "2025年5月底前",
    ),
    ("提高城乡低保标准", "{=按省定标准=}执行。", "白 桦", "县民政局", "县财政局", "待定", "按省民政厅文件要求落实"),
    ("孤独症儿童康复救助", "应救尽救。", "苗 青", "县残联", "县卫健局\n县教育局\n县医保局", "阮 玲", "持续实施"),
]

_WORK = [
    ["责任单位", "工作职责", "责任领导", "联系人"],
    ["县政府督查室", "负责项目进展的跟踪督查，每月通报。", "谷 雨", "秦 川"],
    ["县财政局", "负责筹措项目资金，加快预算执行。", "谷 雨", "岳 峰"],
    ["县审计局", "负责项目资金跟踪审计。", "谷 雨", "江 山"],
]

_HEAD = ("序号", "项目名称", "建设内容及标准", "牵头\n领导", "责任分工", None, "责任人", "完成时限")


def _rows() -> tuple[list[list[str | None]], list[Merge]]:
    head_two: list[str | None] = [None, None, None, None, "牵头单位", "配合单位", None, None]
    rows: list[list[str | None]] = [list(_HEAD), head_two]
    merges: list[Merge] = [(0, column, 1, column) for column in (0, 1, 2, 3, 6, 7)] + [(0, 4, 0, 5)]
    number = 0
    leader_top, leader = 0, ""
    for name, content, who, lead, others, officer, when in _PROJECTS:
        at = len(rows)
        if not content:
            rows.append([name, *[None] * 7])
            merges.append((at, 0, at, 7))
            leader = ""
            continue
        number += 1
        same = who == leader
        if same:
            merges.append((leader_top, 3, at, 3))
        else:
            leader_top, leader = at, who
        rows.append([str(number), name, content, None if same else who, lead, others, officer, when])
    return rows, _longest(merges)


def _longest(merges: list[Merge]) -> list[Merge]:
    # a merge that grew row by row is kept once, at its full length
    best: dict[tuple[int, int], Merge] = {}
    for merge in merges:
        best[merge[0], merge[1]] = max(best.get((merge[0], merge[1]), merge), merge, key=lambda m: (m[2], m[3]))
    return list(best.values())


def build() -> bytes:
    """The bytes of the file."""
    word = Word()
    word.p("中共云台县委办公室　云台县人民政府办公室", align="centre")
    word.p("关于印发《云台县2025年民生实事项目责任分解表》的通知", style="Title")
    word.p("云办字〔2025〕7号", align="centre")
    word.p("各乡镇党委、政府，县委和县级国家机关各部门：", indent=False)
    word.p("《云台县2025年民生实事项目责任分解表》已经县委、县政府领导同志同意，现印发给你们，请抓好落实。")
    word.p("1.提高政治站位。各牵头单位要逐项制定推进方案，于2月20日前报县政府督查室。")
    word.p("2.严格项目管理。项目内容不得擅自调整。")
    word.p("中共云台县委办公室　　云台县人民政府办公室", align="right")
    word.p("2025年1月26日", align="right")
    word.landscape()
    word.p("附件", indent=False)
    word.p("云台县2025年民生实事项目责任分解表", align="centre")
    rows, merges = _rows()
    word.table(rows, merges=merges, widths=(1.2, 4.5, 5, 2, 3, 4, 2, 3), heads=2, size=12)
    word.p("注：牵头领导工作分工调整的，由接任领导负责。")
    word.p("")
    word.p("保障工作分工表", align="centre")
    word.table(_WORK, widths=(5, 10, 3, 3), size=12)
    word.furniture(numbers=True)
    return word.data()
