"""Role clauses: the text of one clause and, written beside it, the roles it gives (numbers are those of the patterns).

Expected: `role: name, name …` in printed order; `+` behind a name says that the list is open, `=…` what an elided name
stands for, `@…` a date cut out of the clause, `!…` a declared convention.
"""

from __future__ import annotations

import pytest

from graph_loader.bodies import find_clauses
from graph_loader.clauses import RoleClause, read_cell, read_clause
from graph_loader.names import Name
from graph_loader.prose import find_prose
from graph_loader.source import Reading
from graph_store.model import PERSON_ROLES


def reading_of(text: str) -> Reading:
    return Reading.whole(text, 0, len(text))


def name_of(name: Name) -> str:
    return name.written + (f"={name.full}" if name.full != name.written else "") + ("+" if name.list_open else "")


def told(clause: RoleClause) -> list[str]:
    lines = [f"{part.role.value}: {', '.join(name_of(n) for n in part.names)}" for part in clause.lists]
    lines += [f"@{piece.text}" for piece in clause.deadlines]
    return lines + [f"!{declared.kind}" for declared in clause.declared]


CLAUSES = [
    (
        "square-inside",
        "（省民政厅牵头，各市、县〔市、区〕人民政府配合）",
        ["lead: 省民政厅", "support: 各市、县〔市、区〕人民政府=各市、县（市、区）人民政府"],
    ),
    ("label-by-duty", "（责任单位：市教育局、市公安局按职责分工落实）", ["responsible: 市教育局, 市公安局"]),
    (
        "by-duty",
        "（市应急局牵头，市教育局、市公安局按职责分工抓好落实，各县区政府负责落实）",
        ["lead: 市应急局", "support: 市教育局, 市公安局", "local: 各县区政府"],
    ),
    ("square-second-name", "（市审批局〔市大数据局〕牵头）", ["lead: 市审批局〔市大数据局〕=市审批局（市大数据局）"]),
    ("square-mark", "（责任部门：区住建局[牵头]、区数据局）", ["lead: 区住建局", "support: 区数据局"]),
    (
        "R1",
        "（责任单位:云溪县发改局，县金融办，各乡<镇>人民政府）",
        ["responsible: 云溪县发改局, 县金融办, 各乡<镇>人民政府"],
    ),
    ("R1-open", "（责任单位：县自然资源局等有关部门，各乡镇人民政府）", ["responsible: 县自然资源局+, 各乡镇人民政府"]),
    ("R1-twice", "（责任单位：县工信局、县财政局、县工信局）", ["responsible: 县工信局, 县财政局"]),
    ("R2", "责任单位：县财政局、县教育局。", ["responsible: 县财政局, 县教育局"]),
    ("R2-run-in", "加快发展。责任单位：县财政局、县教育局。", ["responsible: 县财政局, 县教育局"]),
    ("R3", "（牵头责任单位：县工信局）", ["lead: 县工信局"]),
    (
        "R4",
        "（牵头单位：州发改委；责任单位：州财政局、州商务局及州直相关单位，各县市政府，6月底完成）",
        ["lead: 州发改委", "support: 州财政局, 州商务局, 州直相关单位, 各县市政府", "@6月底完成"],
    ),
    ("R5", "（县发改局牵头，县财政局、县水利局配合）", ["lead: 县发改局", "support: 县财政局, 县水利局"]),
    (
        "R5-open",
        "（县发改局牵头，县财政局等部门，县国投公司、各街道办事处配合）",
        ["lead: 县发改局", "support: 县财政局+, 县国投公司, 各街道办事处"],
    ),
    (
        "R6",
        "（发展改革委牵头，工业和信息化部、住房和城乡建设部、文化和旅游部等按职责分工负责）",
        ["lead: 发展改革委", "support: 工业和信息化部+, 住房和城乡建设部+, 文化和旅游部+"],
    ),
    ("R7", "（市商务局牵头，市财政局、市税务局参与）", ["lead: 市商务局", "participate: 市财政局, 市税务局"]),
    (
        "R8",
        "（市发展改革委牵头，市财政局、市商务局配合，各县市区政府负责落实）",
        ["lead: 市发展改革委", "support: 市财政局, 市商务局", "local: 各县市区政府"],
    ),
    ("R9", "（市工商质监局牵头负责）", ["lead: 市工商质监局"]),
    ("R9-jointly", "（省委编办会同省财政厅负责）", ["lead: 省委编办", "support: 省财政厅"]),
    ("R9-no-role", "（由中国证监会负责管理的公司除外）", []),
    (
        "R10",
        "（教育部、财政部负责，排在第一位的部门为牵头部门，下同）",
        ["responsible: 教育部, 财政部", "!first_is_lead"],
    ),
    ("R11", "（责任单位：县发改局（牵头）、县财政局）", ["lead: 县发改局", "support: 县财政局"]),
    (
        "R12",
        "（商务部指导，试点城市人民政府负责落实。以下均需试点城市人民政府落实，不再列出）",
        ["guide: 商务部", "local: 试点城市人民政府", "!default_local"],
    ),
    ("R13", "（教育部、财政部等和各有关省级人民政府负责）", ["responsible: 教育部+, 财政部+, 各有关省级人民政府"]),
    ("R14", "（各地区、各部门负责）", ["responsible: 各地区, 各部门"]),
    ("R15", "（责任单位：市级有关部门，各区县政府按职责分工负责）", ["responsible: 市级有关部门, 各区县政府"]),
    ("R17", "[《关于引进的办法》（云政办发〔2020〕62号）摘录](责任单位：县工信局)", ["responsible: 县工信局"]),
    ("R18", "（国务院各部门分别负责，2023年底前完成）", ["responsible: 国务院各部门", "@2023年底前完成"]),
    (
        "R19",
        "（6月底取得阶段性成效并持续推进，牵头考核单位：市发改委、市财政局）",
        ["assess: 市发改委, 市财政局", "@6月底取得阶段性成效并持续推进"],
    ),
    (
        "R21",
        "（牵头领导：王明；责任单位：县财政局、县审计局；责任人：李 强、张晓红）",
        ["leader: 王明", "responsible: 县财政局, 县审计局", "officer: 李强, 张晓红"],
    ),
    (
        "1.4-task-body",
        "（省数字经济专班牵头单位牵头，省数字经济专班成员单位按职责分工配合）",
        ["lead: 省数字经济专班牵头单位", "support: 省数字经济专班成员单位"],
    ),
    (
        "1.6-functions",
        "（市发展改革、财政、税务等部门按职责分工负责）",
        ["responsible: 市发展改革=市发展改革部门+, 财政=财政部门+, 税务=税务部门+"],
    ),
    ("1.6-tail", "（县发改、财政、教育局负责）", ["responsible: 县发改=县发改局, 财政=县财政局, 教育局=县教育局"]),
    (
        "1.6-zones",
        "（责任单位：临汾、侯马、洪洞经济开发区管委会）",
        ["responsible: 临汾=临汾经济开发区管委会, 侯马=侯马经济开发区管委会, 洪洞经济开发区管委会"],
    ),
    (
        "1.7-nested",
        "（责任单位：各县（市、区）党委和人民政府、各区政府（含高新区管委会））",
        ["responsible: 各县（市、区）党委和人民政府, 各区政府（含高新区管委会）"],
    ),
    (
        "1.7-and",
        "（责任单位：市农业农村局和市水利局、市文化和旅游局与市体育局）",
        ["responsible: 市农业农村局, 市水利局, 市文化和旅游局, 市体育局"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CLAUSES], ids=[case[0] for case in CLAUSES])
def test_a_clause_gives_the_roles_that_are_printed(text: str, expected: list[str]) -> None:
    assert [line for clause in find_clauses(reading_of(text)) for line in told(clause)] == expected


SENTENCES = [
    ("由县发改局牵头，县财政局、县住建局配合，抓好落实。", ["lead: 县发改局", "support: 县财政局, 县住建局"]),
    ("由县商务局制定实施细则，报县政府批准。", ["responsible: 县商务局"]),
    ("县财政部门要加强资金保障，与相关责任单位密切配合。", ["responsible: 县财政部门"]),
    ("县发改局会同县财政局制定办法。", ["lead: 县发改局", "support: 县财政局"]),
    ("由县市场监管局会同县公安局、县税务局开展整治。", ["lead: 县市场监管局", "support: 县公安局, 县税务局"]),
    ("由县政府督查室负责督查。", ["supervise: 县政府督查室"]),
    ("办公室设在县发改局，承担日常工作。本办法由县财政局负责解释。", []),
    ("鼓励社会组织参与。企业要落实主体责任。", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_sentence_gives_a_role_only_where_it_says_so(text: str, expected: list[str]) -> None:
    assert [line for clause in find_prose(reading_of(text), []) for line in told(clause)] == expected


@pytest.mark.parametrize("text", [case[1] for case in CLAUSES] + [case[0] for case in SENTENCES])
def test_every_name_stands_where_its_span_says(text: str) -> None:
    reading = reading_of(text)
    for clause in [*find_clauses(reading), *find_prose(reading, [])]:
        for part in clause.lists:
            for name in part.names:
                span = name.reading.span()
                assert text[span.start : span.end] == span.quote
                assert "".join(span.quote.split()) == name.written


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("牵头：县交通局；配合：县公安局交警大队、县工信局", ["lead: 县交通局", "support: 县公安局交警大队, 县工信局"]),
        ("县水利局\n县卫健局\n（按职责分工）", ["responsible: 县水利局, 县卫健局"]),
        ("县交通局，牵头单位：县住建局", ["support: 县交通局", "lead: 县住建局"]),
        ("县水利局牵头\n县财政局\n县发改局", ["lead: 县水利局", "support: 县财政局, 县发改局"]),
        ("1.县水利局 2.县财政局", ["responsible: 县水利局, 县财政局"]),
        ("市级：市水利局；区级：各区水务局", ["responsible: 市水利局, 各区水务局"]),
        ("县水利局县财政局各乡镇", ["responsible: 县水利局, 县财政局, 各乡镇"]),
        ("县水利局负责工程实施，县财政局负责资金保障", ["responsible: 县水利局, 县财政局"]),
        ("东城街道、西城街道等8个街道", ["responsible: 东城街道+, 西城街道+"]),
        ("县四套班子办公室、按职责分工", ["responsible: 县四套班子办公室"]),
        ("市“双随机、一公开”联席会议成员单位、市司法局", ["responsible: 市“双随机、一公开”联席会议成员单位, 市司法局"]),
    ],
)
def test_a_cell_of_responsible_bodies(cell: str, expected: list[str]) -> None:
    reading = reading_of(cell)
    assert told(read_cell("责任单位", reading, reading)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "降低成本。人行云阳市分行、市税务局按职责分工负责；市财政局参与。",
            ["responsible: 人行云阳市分行, 市税务局", "participate: 市财政局"],
        ),
        ("县卫健局、市生态环境局苍山分局按照各自职责，加强监管。", ["responsible: 县卫健局, 市生态环境局苍山分局"]),
        ("市政府督查室要会同市经信局开展督查。", ["lead: 市政府督查室", "support: 市经信局"]),
        ("推行登记。各县（市、区）登记机关负责具体办理。", ["responsible: 各县（市、区）登记机关"]),
        ("请市生态环境局于6月底前批复环评。", ["responsible: 市生态环境局"]),
        ("由县发改局牵头，县财政局、县审计局等部门参加。", ["lead: 县发改局", "participate: 县财政局+, 县审计局+"]),
        ("本项工作责任单位为县水利局，配合单位为各乡镇。", ["responsible: 县水利局", "support: 各乡镇"]),
        ("管线由市水务集团、平洲燃气公司分别负责。", ["responsible: 市水务集团, 平洲燃气公司"]),
        ("县应急管理局、县林业局联合开展检查。", ["responsible: 县应急管理局, 县林业局"]),
        ("财政、农业农村等部门按照各自职责做好工作。", ["responsible: 财政=财政部门+, 农业农村=农业农村部门+"]),
        ("积极配合市开发区做好评价。", []),
        ("加大投入. 县财政局要列入预算.", ["responsible: 县财政局"]),
    ],
)
def test_sentences_that_give_a_duty(text: str, expected: list[str]) -> None:
    assert [line for clause in find_prose(reading_of(text), []) for line in told(clause)] == expected


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("（县发改局、县商务局分别牵头，各成员单位配合）", "县发改局 lead, 县商务局 lead, 各成员单位 support"),
        ("（县发改局负总责，县财政局具体负责）", "县发改局 lead, 县财政局 support"),
        ("（自然资源部，各省、自治区、直辖市人民政府按职责分工负责）", "自然资源部 responsible, 各省、自治区、直辖市人民政府 responsible"),
        ("（县水利局、县住建局等部门和单位按职责分工负责）", "县水利局 responsible, 县住建局 responsible"),
        ("（责任单位及责任人：县财政局 张三、县发改局（李 四））", "张三 officer, 李四 officer, 县财政局 responsible, 县发改局 responsible"),
        ("（县发改局统筹协调，县工信局具体组织实施）", "县发改局 lead, 县工信局 support"),
        ("（市委宣传部牵头，市文旅局参与配合）", "市委宣传部 lead, 市文旅局 support"),
        ("（第一责任单位：市水务局；第二责任单位：市住建局；监管单位：市水利局）", "市水务局 lead, 市住建局 support, 市水利局 supervise"),
        ("（包保领导：魏长青（副县长）；属地责任单位：白沙镇；技术责任人：黎 明）", "魏长青 leader, 白沙镇 local, 黎明 officer"),
        ("（责任领导：王健 县委常委；责任人：张国庆 联系电话：6213456）", "王健 leader, 张国庆 officer"),
        ("（链长：韦志；责任单位：县商务局）", "韦志 leader, 县商务局 responsible"),
        ("（同上）", "同上 responsible"),
        ("（责任单位：各乡镇党委、政府，中央和省驻临单位，省、市属企业）", "各乡镇党委、政府 responsible, 中央和省驻临单位 responsible, 省、市属企业 responsible"),
        ("（各市（州）、县（市、区）党委和政府负责）", "各市（州）、县（市、区）党委和政府 responsible"),
        ("（县司法局负责指导监督，各行政执法部门负责落实）", "县司法局 guide, 各行政执法部门 local"),
    ],
)  # fmt: skip
def test_lists_met_in_unseen_plans(words: str, rows: str) -> None:
    text = f"1.推进改革。{words}"
    clauses = find_clauses(Reading.whole(text, 0, len(text)))
    found = [f"{name.written} {part.role.value}" for clause in clauses for part in clause.lists for name in part.names]
    assert ", ".join(found) == rows


@pytest.mark.parametrize(
    ("text", "names", "people"),
    [
        ("责任单位：县财政局（国资局）、县林业局（张国强）", ["县财政局（国资局）", "县林业局"], ["张国强"]),
        ("责任单位：县税务局（高平市）、县医保局", ["县税务局（高平市）", "县医保局"], []),
        ("县行政审批局、县税务局负责，即日起", ["县行政审批局", "县税务局"], []),
        ("县行政审批局、县税务局负责，另行部署", ["县行政审批局", "县税务局"], []),
        ("县行政审批局和县税务局负责，具体分工见附件", ["县行政审批局", "县税务局"], []),
    ],
)
def test_persons_and_short_words_beside_bodies(text: str, names: list[str], people: list[str]) -> None:
    clause = read_clause(Reading.whole(text, 0, len(text)), Reading.whole(text, 0, len(text)))
    assert clause is not None
    found = [(group.role in PERSON_ROLES, name.written) for group in clause.lists for name in group.names]
    assert [name for person, name in found if not person] == names
    assert [name for person, name in found if person] == people
