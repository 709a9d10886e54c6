"""Targets, one template of formats.md 2.2 after the other: what is counted, how much, in what unit, by when."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loader.indicator_rows import read_indicator_row
from graph_loader.pipeline import read_documents
from graph_loader.source import Reading
from graph_loader.targets import TargetContext, TargetDraft, find_targets

TO_2025 = TargetContext(horizon=2025)


def of(text: str, context: TargetContext = TO_2025) -> list[TargetDraft]:
    return find_targets(Reading.whole(text, 0, len(text)), context)


def written(draft: TargetDraft) -> str:
    """A target as one line: indicator operator value[..high] unit @by."""
    value = "" if draft.value is None else f"{draft.value}"
    high = "" if draft.value_high is None else f"..{draft.value_high}"
    return f"{draft.indicator} {draft.operator} {value}{high} {draft.unit or ''} @{draft.by or ''}"


SENTENCES = [
    ("T1", "到 2025 年，全县市场主体达到 4.8 万户以上。", ["市场主体 >= 48000 户 @2025"]),
    ("T1", "到“十四五”末，全县示范家庭农场达到16家。", ["示范家庭农场 = 16 家 @2025"]),
    ("T2", "规上工业企业由26户达到52户以上。", ["规上工业企业 >= 52 户 @2025"]),
    ("T2", "将公示时间由45天压减为20天。", ["公示时间 <= 20 天 @"]),
    (
        "T3",
        "全县合作社达到3200户，年均增长18.7%。",
        ["合作社 = 3200 户 @2025", "合作社年均增长 = 18.7 % @2025"],
    ),
    ("T4", "行业产值比2021年翻一番。", ["行业产值 times 2 倍 @2025"]),
    ("T4", "全县规上工业企业实现倍增。", ["规上工业企业 times 2 倍 @2025"]),
    ("T4", "人均收入翻两番。", ["人均收入 times 4 倍 @2025"]),
    ("T5", "高新技术企业突破20家。", ["高新技术企业 > 20 家 @2025"]),
    ("T6", "授信额度使用率不低于85%。", ["授信额度使用率 >= 85 % @2025"]),
    ("T6", "全流程审批服务不超过70个工作日。", ["全流程审批 <= 70 工作日 @"]),
    (
        "T7",
        "低压用户、高压单电源用户、高压双电源用户办理时间分别压减至5个、15个、25个工作日以内。",
        ["低压用户 <= 5 工作日 @", "高压单电源用户 <= 15 工作日 @", "高压双电源用户办理 <= 25 工作日 @"],
    ),
    ("T8", "县级农民专业合作社示范社保持在6家左右。", ["农民专业合作社示范社 ~ 6 家 @2025"]),
    ("T9", "力争每年服务企业100家以上。", ["企业 >= 100 家 @2025"]),
    ("T10", "全县打造3—5个“链主”企业。", ["“链主”企业 range 3..5 个 @2025"]),
    ("T10", "培育2到3家有申报需求的企业。", ["有申报需求的企业 range 2..3 家 @2025"]),
    (
        "T11",
        "在2020年基础上，2021年实现市场主体增加10%，2022年实现市场主体增加20%，到2025年实现市场主体增加100%。",
        ["市场主体 = 10 % @2021", "市场主体 = 20 % @2022", "市场主体 = 100 % @2025"],
    ),
    ("T12", "固定资产投资增长10%以上，", ["固定资产投资 >= 10 % @2025"]),
    (
        "T13",
        "化学需氧量、氨氮排放量分别比2020年减少8%、9%。",
        ["化学需氧量 = 8 % @2025", "氨氮排放 = 9 % @2025"],
    ),
    ("T13", "本地配套率提高5个百分点。", ["本地配套率 = 5 百分点 @2025"]),
    (
        "T14",
        "中小企业达到6500家，其中，省级“专精特新”企业25家；市级“专精特新”企业40家。",
        ["中小企业 = 6500 家 @2025", "“专精特新”企业 = 25 家 @2025", "“专精特新”企业 = 40 家 @2025"],
    ),
    ("T15", "每万人口高价值发明专利拥有量达到1.5件。", ["每万人口高价值发明专利拥有量 = 1.5 件 @2025"]),
    ("T15", "每个行政村至少有1个集体经济项目。", ["集体经济项目 >= 1 个 @2025"]),
    ("T16", "旅游市场主体增长率超过全市平均水平。", ["旅游市场主体增长率 >   @2025"]),
    ("T16", "清单编制率达到100%。", ["清单编制率 = 100 % @2025"]),
    ("T19", "总投资1.6188亿元，总建筑面积32370.86平方米。", ["总投资 = 161880000 元 @2025", "总建筑面积 = 32370.86 平方米 @2025"]),
    ("T19", "总装机容量达到50万千瓦。", ["总装机容量 = 500000 千瓦 @2025"]),
    ("T19", "内部转移定价优惠力度不低于50个基点。", ["内部转移定价优惠力度 >= 50 基点 @2025"]),
    ("T19", "新建农村公路200公里，改造老旧小区12个、1500户。", [
        "农村公路 = 200 公里 @2025", "老旧小区 = 12 个 @2025", "老旧小区 = 1500 户 @2025"]),
    ("words", "每年组织开展两次应急演练。", ["应急演练 = 2 次 @2025"]),
    ("words", "综合利用率达到九成以上。", ["综合利用率 >= 90 % @2025"]),
    ("words", "持证企业转移登记半天办结。", ["持证企业转移登记 <= 0.5 天 @"]),
    ("T2", "住宿餐饮企业由目前的86家增加到150家以上。", ["住宿餐饮企业 >= 150 家 @2025"]),
    ("T7", "单电源、双电源用户分别不超过15个、25个工作日。", ["单电源 <= 15 工作日 @", "双电源用户 <= 25 工作日 @"]),
    ("T7", "纳税次数减至6次/年以下，网上办税率稳定在97%以上。", [
        "纳税次数 <= 6 次/年 @2025", "网上办税率 >= 97 % @2025"]),
    ("T13", "污水治理率比上年提高8个百分点。", ["污水治理率 = 8 百分点 @2025"]),
    ("T6", "评审用时不超过法定时限的50%。", ["评审用时 <= 50 % @2025"]),
    ("reward", "助餐服务覆盖率不低于80%，对高龄老人就餐给予补助。", ["助餐服务覆盖率 >= 80 % @2025"]),
    ("share", "新建公共建筑100%执行绿色标准。", ["公共建筑 = 100 % @2025"]),
    ("names", "5A级景区1家、4A级景区3家。", ["5A级景区 = 1 家 @2025", "4A级景区 = 3 家 @2025"]),
    ("words", "平整院落三百户，栽植苗木一万二千株。", ["院落 = 300 户 @2025", "苗木 = 12000 株 @2025"]),
    ("deeds", "开展职业技能培训2万人次，入企检查不超过2次。", [
        "职业技能培训 = 20000 人次 @2025", "入企检查 <= 2 次 @2025"]),
    ("fund", "设立总规模50亿元的产业基金。", ["产业基金 = 5000000000 元 @2025"]),
    ("reward", "改造危房86户，其中C级52户，户均补助1.9万元。", ["危房 = 86 户 @2025", "C级 = 52 户 @2025"]),
    ("reward", "对新引进企业一次性奖励200万元；资助困难学生2.1万人次。", ["资助困难学生 = 21000 人次 @2025"]),
    ("bare", "数据中心平均PUE降至1.3以下。", ["数据中心平均PUE <= 1.3  @2025"]),
    ("T13", "工业产值是2023年的2倍以上，高于全国水平2个百分点。", [
        "工业产值 >= 2 倍 @2025", "工业产值 = 2 百分点 @2025"]),
    ("units", "减畜7.2万个羊单位，开展宣传活动8场次。", ["减畜 = 72000 羊单位 @2025", "宣传活动 = 8 场次 @2025"]),
    ("units", "管理层级压缩到3级以内。", ["管理层级 <= 3 级 @2025"]),
    ("service", "投诉举报24小时内受理。", ["投诉举报 <= 24 小时 @"]),
    ("words", "培育省级软件名园两个。", ["软件名园 = 2 个 @2025"]),
    ("dates", "资金支出进度9月底、12月底分别达到75%、95%。", [
        "资金支出进度 = 75 % @2025-09", "资金支出进度 = 95 % @2025-12"]),
    ("nearest", "脱贫人口人均纯收入增速高于县里，力争达到12%以上。", ["脱贫人口人均纯收入 >= 12 % @2025"]),
    ("owners", "营业收入超百亿元企业达到3户，超十亿元企业20户。", [
        "营业收入超百亿元企业 = 3 户 @2025", "超十亿元企业 = 20 户 @2025"]),
    ("ratio", "机器人密度达到360台/万人，用水量降至20立方米/万元。", [
        "机器人密度 = 360 台/万人 @2025", "用水量 <= 20 立方米/万元 @2025"]),
    ("share", "75%以上的沙化土地得到治理，三年内消除隐患园区100%。", [
        "的沙化土地得到治理 >= 75 % @2025", "隐患园区 = 100 % @2025"]),
    ("doubled", "工业增加值年均增长27.7%，确保在2021年基础上翻一番。", [
        "工业增加值年均增长 = 27.7 % @2025", "工业增加值 times 2 倍 @2025"]),
    ("units", "耕地质量平均提高0.5个等级以上。", ["耕地质量 >= 0.5 等级 @2025"]),
    ("part", "完成工程量的80%。", ["工程量 = 80 % @2025"]),
    ("fund", "省级财政统筹不低于10亿元，保费补贴比例不低于80%。", ["财政统筹 >= 1000000000 元 @2025"]),
    ("list", "事项清单扩大到120项。", ["事项清单 = 120 项 @2025"]),
    ("doubled", "进出口总额在2020年基础上翻两番，力争突破1000亿元。", [
        "进出口总额 times 4 倍 @2025", "进出口总额 > 100000000000 元 @2025"]),
    ("rates", "及时受理率100%、按期办结率98%。", ["及时受理率 = 100 % @2025", "按期办结率 = 98 % @2025"]),
    ("money", "化债8.6亿元，合同引资80亿元。", ["化债 = 860000000 元 @2025", "合同引资 = 8000000000 元 @2025"]),
    ("owners", "引进投资额50亿元以上旗舰项目3个。", ["投资额50亿元以上旗舰项目 = 3 个 @2025"]),
    ("service", "水电气网1日踏勘、5日接入。", ["水电气网 <= 1 日 @", "水电气网 <= 5 日 @"]),
    ("reward", "结算量突破500亿元，占比提高5个百分点，对新设机构给予3000万元奖励。", [
        "结算量 > 50000000000 元 @2025", "占比 = 5 百分点 @2025"]),
    ("units", "实施体系检查120家次，定量检测农产品2.5万批次以上。", [
        "体系检查 = 120 家次 @2025", "定量检测农产品 >= 25000 批次 @2025"]),
    ("share", "风险监测覆盖90%以上的乡镇，不合格产品100%退运。", [
        "风险监测 >= 90 % @2025", "不合格产品 = 100 % @2025"]),
    ("reward", "按期核查率99%，举报奖励最高100万元。", ["按期核查率 = 99 % @2025"]),
    ("reward", "新发放创业担保贷款8000万元，财政贴息200万元，个人最高20万元。", [
        "创业担保贷款 = 80000000 元 @2025"]),
    ("T2", "平均受教育年限由2020年的9.2年提高到10.2年。", ["平均受教育年限 = 10.2 年 @2025"]),
    ("taught", "对教师开展不少于360学时的全员培训。", ["全员培训 >= 360 学时 @2025"]),
    ("T7", "每周开放时间分别不少于56小时、48小时和42小时。", [
        "每周开放时间 >= 56 小时 @", "每周开放时间 >= 48 小时 @", "每周开放时间 >= 42 小时 @"]),
    ("term", "新增企业3家，完成时限：三季度完成75%，年底完成100%", ["企业 = 3 家 @2025"]),
    ("sums", "清缴欠税3500万元，减免缓退税费1.2亿元。", [
        "清缴欠税 = 35000000 元 @2025", "减免缓退税费 = 120000000 元 @2025"]),
    ("units", "平均利率下降20个BP，带宽扩容至200Gbps，发行产品1单。", [
        "平均利率 = 20 基点 @2025", "带宽 = 200 Gbps @2025", "发行产品 = 1 单 @2025"]),
    ("units", "硬科技企业占比超过1/3，盘活面积3.2万㎡。", [
        "硬科技企业占比 > 33.33 % @2025", "盘活面积 = 32000 平方米 @2025"]),
    ("fund", "设立5亿元招商引资专项基金，奖补资金兑现时限缩短至10个工作日。", [
        "招商引资专项基金 = 500000000 元 @2025", "奖补资金兑现时限 <= 10 工作日 @"]),
    ("units", "年供气能力增加到3亿方，户均配变容量提升到7千伏安以上。", [
        "年供气能力 = 300000000 方 @2025", "户均配变容量 >= 7 千伏安 @2025"]),
    ("units", "煤矸石年消纳量60万t，新建管网8.6km。", ["煤矸石年消纳量 = 600000 吨 @2025", "管网 = 8.6 公里 @2025"]),
    ("quotes", '新建"四好农村路"120公里。', ['"四好农村路" = 120 公里 @2025']),
    ("reward", "给予10%补助，其中改造项目提高2个百分点，参保率提高5个百分点。", ["参保率 = 5 百分点 @2025"]),
    ("years", "2023年、2024年、2025年分别培育龙头企业10家、15家、20家。", [
        "龙头企业 = 10 家 @2023", "龙头企业 = 15 家 @2024", "龙头企业 = 20 家 @2025"]),
    ("wide", "粮食总产量保持在１２．５亿公斤左右。", ["粮食总产量 ~ 1250000000 公斤 @2025"]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "text", "answer"), SENTENCES, ids=[f"{r}-{t[:16]}" for r, t, _ in SENTENCES])
def test_a_sentence_states_these_targets(row: str, text: str, answer: list[str]) -> None:
    assert [written(draft) for draft in of(text)] == answer


NO_TARGETS = [
    "对首次认定的企业一次性奖励10万元，最高不超过50万元。",
    "对固定资产投资5000万元以上的工业项目，按实际投资额的4%给予奖励。",
    "产值首次达到1亿元、3亿元的，分别给予进档奖励。",
    "落实全省24条措施，实行“1+1+8+1”体系，推行“一件事一次办”。",
    "已经县政府第20次常务会议同意。",
    "围绕“136”转型发展思路，依托12345热线，24小时在线服务。",
    "截至2021年底，全县市场主体达到3.2万户。",
    "目前已有四家企业进入培育库。",
    "低于6000千瓦的光伏发电项目豁免环评手续。",
    "可在5年内不改变用地主体和规划条件。",
    "对应税销售收入适用3%征收率的纳税人免征增值税。",
    "个人贷款不超过30万元，贷款期限不超过3年。",
    "构建2:2:4:2风险分担合作模式。",
    "根据《管理办法》（晋政发〔2021〕25号）要求执行。",
    "打造“10-15分钟便捷生活圈”。",
    "落实省市场监管局等8部门联合印发的通知。",
    "县级财政每年安排500万元的专项资金，用于风险补偿。",
    "贯彻稳住经济33条一揽子政策，每年发放算力券最高5000万元，按支出的50%给予资助。",
    "2024届高校毕业生，消除56人以上大班额，通行费优惠不超过15%。",
    "固定资产投资两位数增长。",
    "2022年以来未完成的1260户结转任务，20户以上自然湾通路，淘汰35蒸吨/小时以下燃煤锅炉。",
    "对工作滞后的前2名村进行约谈，成员单位22个，下设6个专项组。",
    "依托甲镇、乙镇、丙镇3个重点城镇。",
    "辖区14个行政村参加评比，存量违建去年底为37宗。",
    "160千瓦以下接入免费。",
    "淘汰2×30万千瓦以下机组。",
    "死亡3人以上10人以下的为较大事故。",
    "引进世界500强、中国500强企业，创建5A级景区。",
]


@pytest.mark.parametrize("text", NO_TARGETS)
def test_rewards_conditions_slogans_and_reports_are_no_targets(text: str) -> None:
    assert of(text) == []


def test_scope_baseline_and_nature_are_told_apart() -> None:
    [first] = of("到2025年，全县市级以上龙头企业由26户增加到40户（约束性指标）。")
    assert (first.indicator, first.scope, first.baseline_value) == ("龙头企业", "全县市级以上", Decimal(26))
    assert first.binding is True
    [second] = of("单位能耗比2020年下降14.5%。")
    assert second.baseline_year == "2020"


def test_the_year_comes_from_the_sentence_then_the_text_then_the_context() -> None:
    text = "到2024年，甲类企业达到3家。乙类企业达到4家。"
    assert [draft.by for draft in of(text, TargetContext(horizon=2030))] == ["2024", "2024"]
    assert [draft.by for draft in of("甲类企业达到3家。", TargetContext(horizon=2030))] == ["2030"]
    assert [draft.by for draft in of("甲类企业达到3家。", TargetContext())] == [None]
    assert [draft.by for draft in of("2022年6月底前新增企业3家。")] == ["2022-06"]
    assert [draft.by for draft in of("全年新增企业3家。", TargetContext(current=2022))] == ["2022"]
    plan = TargetContext(horizon=2026, current=2024)
    assert [draft.by for draft in of("年内新增企业3家，明年6月底前新增企业4家。", plan)] == ["2024", "2025-06"]


def test_t17_an_indicator_without_a_value_is_no_number() -> None:
    assert of("完成年度目标任务。") == []


def test_t18_one_indicator_with_two_values_gives_two_targets() -> None:
    assert [draft.value for draft in of("规上企业达到180家。规上企业突破260家。")] == [Decimal(180), Decimal(260)]


ROWS: list[tuple[dict[str, str], list[str], bool | None, Decimal | None]] = [
    (
        {
            "指标": "森林覆盖率（%）",
            "2020年": "23.2",
            "2025年": "24.1",
            "年均增速〔累计〕": "〔0.9〕",
            "属性": "约束性",
        },
        ["森林覆盖率 = 24.1 % @2025"],
        True,
        Decimal("23.2"),
    ),
    (
        {
            "指标名称": "地区生产总值",
            "单位": "亿元",
            "2020年（基期）": "100.5",
            "2025年（目标）": "150",
            "属性": "预期性",
        },
        ["地区生产总值 = 15000000000 元 @2025"],
        False,
        Decimal(10_050_000_000),
    ),
    ({"指标": "生产总值增速", "2025年": "—", "年均增速": "8左右"}, ["生产总值增速年均增长 ~ 8 % @2025"], None, None),
    (
        {"指标": "资产总额", "计量单位": "亿元", "2020年完成": "18", "2023年": "25", "2025年": "32"},
        ["资产总额 = 2500000000 元 @2023", "资产总额 = 3200000000 元 @2025"],
        None,
        Decimal(1_800_000_000),
    ),
    (
        {
            "指标名称": "生产总值",
            "计量单位": "亿元",
            "2023年完成": "5",
            "2024年目标总量": "6",
            "2024年目标增速（%）": "7左右",
        },
        ["生产总值 = 600000000 元 @2024", "生产总值增速 ~ 7 % @2024"],
        None,
        Decimal(500_000_000),
    ),
    ({"指标": "利用系数", "单位": "—", "2025年": "0.66"}, ["利用系数 = 0.66  @2025"], None, None),
    (
        {"指标": "治理面积", "单位": "亩", "2025年": "—", "年均增速〔累计〕": "〔120〕"},
        ["治理面积 = 120 亩 @2025"],
        None,
        None,
    ),
    ({"指标": "劳动力", "单位": "万人", "2025年目标值": "≥12.5"}, ["劳动力 >= 125000 人 @2025"], None, None),
]


@pytest.mark.parametrize(
    ("cells", "answer", "binding", "base"), ROWS, ids=[f"T20-{next(iter(r[0].values()))}" for r in ROWS]
)
def test_t20_a_row_of_an_indicator_table(
    cells: dict[str, str], answer: list[str], binding: bool | None, base: Decimal | None
) -> None:
    found = read_indicator_row({head: Reading.whole(text, 0, len(text)) for head, text in cells.items()}, TO_2025)
    assert [written(draft) for draft in found] == answer
    assert (found[0].binding, found[0].baseline_value) == (binding, base)


def test_a_plan_read_by_hand_gives_its_25_targets_and_no_other() -> None:
    root = Path(__file__).parents[1]
    table = (root / "tests/gold/003-targets.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader((line for line in table if not line.startswith("#") and "\t" in line), delimiter="\t"))
    sample = next((root / "samples").glob("003_*.txt"))
    [(_, facts)] = read_documents(sample.name, sample.read_bytes())
    found = [(draft.operator, draft.value, draft.unit, draft.by) for draft in facts.targets]
    assert found == [(row["operator"], Decimal(row["value"]), row["unit"], row["by"]) for row in rows]
    for draft, row in zip(facts.targets, rows, strict=True):
        assert row["indicator"] in draft.indicator


@given(st.integers(min_value=1, max_value=10**7), st.sampled_from(["家", "户", "个", "亩", "公里"]))
def test_any_number_comes_back_with_its_unit_and_its_quote(number: int, unit: str) -> None:
    [draft] = of(f"到2025年，全县示范项目达到{number}{unit}。")
    assert (draft.value, draft.unit) == (Decimal(number), unit)
    assert draft.span.quote == f"全县示范项目达到{number}{unit}"


@given(st.text(alphabet="到2025年底，。达到新增由至3—5%万亿家个户工作日以上以内分别、“”《》（）翻番", max_size=60))
def test_no_text_breaks_the_finder_and_every_span_is_its_quote(text: str) -> None:
    for draft in of(text):
        assert text[draft.span.start : draft.span.end] == draft.span.quote
        assert text[draft.start : draft.end] == draft.span.quote
