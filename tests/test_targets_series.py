"""Targets that come in rows: ladders of years, lists after 分别, tables with heads of two rows, last year's figures."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from graph_loader.pipeline import read_documents
from graph_loader.source import Reading
from graph_loader.targets import TargetContext, find_targets

IN_2025 = TargetContext(horizon=2025, current=2025)


def of(text: str, context: TargetContext = IN_2025) -> list[str]:
    """Each target as one line: indicator, value, unit of measure, year."""
    found = find_targets(Reading.whole(text, 0, len(text)), context)
    return [" ".join((d.indicator, f"{d.value}", d.unit or "-", d.by or "-")) for d in found]


SERIES = [
    (
        "到2024年、2025年、2026年，全县龙头企业分别达到3家、4家、5家，加工业产值分别达到82亿元、90亿元、100亿元。",
        [
            "龙头企业 3 家 2024",
            "龙头企业 4 家 2025",
            "龙头企业 5 家 2026",
            "加工业产值 8200000000 元 2024",
            "加工业产值 9000000000 元 2025",
            "加工业产值 10000000000 元 2026",
        ],
    ),
    ("县（市、区）验收通过率2025年、2027年分别达到60%和80%以上。", ["县（市、区）验收通过率 60 % 2025", "县（市、区）验收通过率 80 % 2027"]),
    ("支出进度6月底、9月底分别达到50%、75%。", ["支出进度 50 % 2025-06", "支出进度 75 % 2025-09"]),
    ("甲用水量、乙用水量分别下降18%和15%。", ["甲用水量 18 % 2025", "乙用水量 15 % 2025"]),
    ("2024年，全县完成水利投资12.6亿元，同比增长18%。全年完成投资15亿元。", ["投资 1500000000 元 2025"]),
    ("3月15日前制定方案，每月5日前报送进展，全年调度不少于12次。", ["调度 12 次 2025"]),
    ("三年内护理员轮训两轮。", ["护理员 2 轮 2025"]),
    ("城乡居民收入比缩小到2.1以内。", ["城乡居民收入比 2.1 - 2025"]),
    ("四大产业产值突破千亿元大关。", ["四大产业产值 100000000000 元 2025"]),
    ("新登记市场主体3万户，总量突破26万户。", ["新登记市场主体 30000 户 2025", "新登记市场主体 260000 户 2025"]),
    ("培育农业社会化服务组织10至15个。", ["农业社会化服务组织 10 个 2025"]),
    ("城镇新增就业6200人，开展补贴性职业技能培训3500人次。", ["城镇新增就业 6200 人 2025", "补贴性职业技能培训 3500 人次 2025"]),
    ("拨款标准不低于600元/年，困难儿童资助比例不低于10%。", ["拨款标准 600 元/年 2025", "困难儿童资助比例 10 % 2025"]),
    ("组织应急演练两次、集中培训4期。", ["应急演练 2 次 2025", "集中培训 4 期 2025"]),
    (
        "一季度支出进度达到30%，二季度60%，三季度80%，年底达到95%以上。",
        ["支出进度 30 % 2025-03", "支出进度 60 % 2025-06", "支出进度 80 % 2025-09", "支出进度 95 % 2025"],
    ),
    ("每个乡镇办好一所公办幼儿园。", ["公办幼儿园 1 所 2025"]),
    ("接到命令后30分钟内集结完毕。", ["接到命令后 30 分钟 -"]),
    ("设立规模2亿元的应急转贷资金。", ["应急转贷资金 200000000 元 2025"]),
    ("“免申即享”比例达到60%以上，资金兑付时限压缩至7个工作日以内。", [
        "“免申即享”比例 60 % 2025", "资金兑付时限 7 工作日 -"]),
    ("新增水土流失综合治理面积180平方千米。", ["水土流失综合治理面积 180 平方千米 2025"]),
    ("脱贫人口收入增速高于全省农民收入平均增速。", ["脱贫人口收入增速 None - 2025"]),
    ("检修农机具5600台套。", ["检修农机具 5600 台套 2025"]),
    ("评价得分达到90分以上。", ["评价得分 90 分 2025"]),
    ("自查上报后5个工作日内核查。", ["自查上报后 5 工作日 -"]),
    ("救援队伍1小时到达率90%。", ["救援队伍1小时到达率 90 % 2025"]),
    ("推出精品线路十条。", ["推出精品线路 10 条 2025"]),
    ("亿元GDP生产安全事故死亡率控制在0.01以内。", ["亿元GDP生产安全事故死亡率 0.01 - 2025"]),
    ("到 2 0 2 4 年，游客突破 3000 万人次。", ["游客 30000000 人次 2024"]),
    ("新增配变420台、容量16.8万千伏安。", ["配变 420 台 2025", "容量 168000 千伏安 2025"]),
    ("“一件事”13个重点事项年底前全部落地。", ["“一件事” 13 个 2025"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answer"), SERIES, ids=[text[:16] for text, _ in SERIES])
def test_a_row_of_targets(text: str, answer: list[str]) -> None:
    assert of(text) == answer


@pytest.mark.parametrize(
    "text",
    [
        "会议指出，一季度全市完成投资86.4亿元，开工率79.5%，仍有16个项目未开工。",
        "对16个未开工项目逐一会诊。",
        "纳入台账的12个项目、8600套住房，由市住建局牵头。",
        "组织全县386处隐患点排查。",
        "每低1个百分点扣0.5分，每超1个百分点加0.2分，每少1个项目扣1分。",
        "完成率达到80%以上得3分，总分90分以上为优秀，60分以下为不合格。",
        "因灾死亡3人以上10人以下，或需搬迁转移100人以上500人以下的为中型。",
    ],
)
def test_what_is_there_already_is_no_target(text: str) -> None:
    assert of(text) == []


def test_a_month_before_the_day_of_issue_is_told_of() -> None:
    context = TargetContext(horizon=2025, current=2025, issued="2025-05-10")
    assert of("一季度完成投资3亿元，增长5%。二季度完成投资4亿元。", context) == ["投资 400000000 元 2025-06"]


def test_the_number_of_a_heading_is_no_quantity() -> None:
    plan = "南陵县地质灾害应急预案\n\n南政办发〔2023〕19号\n\n1 总则\n\n4.1 本预案由县应急局负责解释。\n\n2 组织体系\n"
    assert _rows_of(plan) == []


def _rows_of(plan: str | bytes, name: str = "plan.md") -> list[str]:
    [(_, facts)] = read_documents(name, plan.encode() if isinstance(plan, str) else plan)
    return [" ".join((t.indicator, t.operator, f"{t.value}", t.unit or "-", t.by or "-")) for t in facts.targets]


def test_years_stand_in_the_second_row_of_a_head() -> None:
    plan = """临川市主要指标责任分工

| 类别 | 指标 | 单位 | 2020年实际 | “十四五”目标 ||| 属性 | 牵头部门 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| | | | | 2023年 | 2025年 | 年均增长（%） | | |
| 经济 | 1.生产总值 | 亿元 | 612.4 | 760 | 900 | 8左右 | 预期性 | 市发展改革委 |
| 经济 | 2.城镇化率 | % | 55.6 | 58 | 60以上 | 〔4.4〕 | 预期性 | 市发展改革委 |
| 创新 | 3.研发经费投入增长 | % | — | — | — | >10 | 预期性 | 市科技局 |
"""
    assert _rows_of(plan) == [
        "生产总值 = 76000000000 元 2023",
        "生产总值 = 90000000000 元 2025",
        "生产总值年均增长 ~ 8 % 2025",
        "城镇化率 = 58 % 2023",
        "城镇化率 >= 60 % 2025",
        "研发经费投入增长 > 10 % 2025",
    ]


def test_the_lowest_level_of_indicators_is_the_one_that_is_counted() -> None:
    plan = """长乐市医疗卫生规划主要指标分工

序号	一级指标	二级指标	单位	2020年基期值	2025年目标值	指标性质	责任科室
1	健康水平	孕产妇死亡率	1/10万	9.8	≤9	预期性	妇幼科
2	资源配置	其中：公立医院床位数	张	4.5	4.8	指导性	医政科
3	资源配置	千人口献血率	‰	11	12—13	预期性	医政科
"""
    assert _rows_of(plan) == [
        "孕产妇死亡率 <= 9 1/10万 2025",
        "公立医院床位数 = 4.8 张 2025",
        "千人口献血率 range 12 ‰ 2025",
    ]


def test_every_year_from_the_plans_own_is_a_target_whether_its_base_is_blank_or_not() -> None:
    plan = """云溪县康养产业行动计划（2024—2026年）

云政办〔2024〕9号

| 指标 | 单位 | 2023年 | 2024年 | 2025年 | 2026年 | 责任单位 |
|---|---|---|---|---|---|---|
| 康养床位 | 张 | 800 | 1000 | 1500 | 2000 | 县民政局 |
| 康养企业 | 家 | — | 3 | 5 | 8 | 县文旅局 |

| 主要指标 | 现状值（2023年） | 2024年 | 2025年 | 2026年 | 责任单位 |
|---|---|---|---|---|---|
| 新增学位 | —— | 1200个 | 1500个 | 1800个 | 县教育局 |
| 大班额比例 | 2.1% | 下降至1.5% | 下降至1% | 清零 | 县教育局 |
"""
    assert _rows_of(plan) == [
        "康养床位 = 1000 张 2024",
        "康养床位 = 1500 张 2025",
        "康养床位 = 2000 张 2026",
        "康养企业 = 3 家 2024",
        "康养企业 = 5 家 2025",
        "康养企业 = 8 家 2026",
        "新增学位 = 1200 个 2024",
        "新增学位 = 1500 个 2025",
        "新增学位 = 1800 个 2026",
        "大班额比例 = 1.5 % 2024",
        "大班额比例 = 1 % 2025",
        "大班额比例 = None - 2026",
    ]


def test_one_head_spans_the_group_and_the_indicator() -> None:
    rows = [
        ("指标名称", "", "2020年", "2025年", "责任单位"),
        ("地区生产总值（亿元）", "", "86.3", "125", "县发改局"),
        ("养老床位", "总床位（张）", "1200", "2000", "县民政局"),
        ("", "护理型床位占比（%）", "32", "60", "县民政局"),
    ]
    file = docx.Document()
    file.add_paragraph("清源县主要指标责任分解表")
    table = file.add_table(rows=len(rows), cols=5)
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    for at in (0, 1):
        table.cell(at, 0).merge(table.cell(at, 1))
    table.cell(2, 0).merge(table.cell(3, 0))
    data = BytesIO()
    file.save(data)
    assert _rows_of(data.getvalue(), "plan.docx") == [
        "地区生产总值 = 12500000000 元 2025",
        "总床位 = 2000 张 2025",
        "护理型床位占比 = 60 % 2025",
    ]


def test_growth_beside_a_level_is_a_target_of_its_own() -> None:
    plan = """安平市2024年主要指标分解

| 指标 | 2023年完成 | 2024年目标 | 增长（%） | 牵头单位 |
|---|---|---|---|---|
| 生产总值（亿元） | 1320 | 1412 | 7 | 市发改委 |
| 规上工业增加值 | — | — | 8.5 | 市工信局 |
"""
    assert _rows_of(plan) == [
        "生产总值 = 141200000000 元 2024",
        "生产总值增速 = 7 % 2024",
        "规上工业增加值增速 = 8.5 % 2024",
    ]


def test_the_year_of_a_number_does_not_stand_against_the_year_that_the_plan_aims_at() -> None:
    plan = "金沙区养老实施方案\n\n金府办〔2023〕2号\n\n一、目标\n\n到2025年，床位达到42张。\n\n二、任务\n\n1.引进社工50名。（区民政局）\n"
    assert _rows_of(plan) == ["床位 = 42 张 2025", "社工 = 50 名 -"]
