"""Tables → task drafts: one text for each trap, with the whole answer written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loader.drafts import TaskDraft
from graph_loader.readers.text import read, read_blocks
from graph_loader.source import Paragraph, Table
from graph_loader.table_heads import ColumnKind, column_kind, is_head, is_lower_head, read_heads
from graph_loader.tables import TableReader, TableReading
from graph_store.model import TaskKind

SAMPLES = Path(__file__).parent.parent / "samples"
HEAD = "序号\t主要任务\t牵头单位\t配合单位\t落实措施\t时间进度\t年度目标\n"


def read_all(text: str, *paths: tuple[str, ...]) -> TableReading:
    """Every table of a text through one reader; the n-th table below the n-th path."""
    reader, whole = TableReader(), TableReading()
    for at, table in enumerate(block for block in read_blocks(text) if isinstance(block, Table)):
        result = reader.read(table, paths[min(at, len(paths) - 1)] if paths else ())
        whole.tasks.extend(result.tasks)
        whole.notes.extend(result.notes)
        whole.unread.extend(result.unread)
    return whole


def show(draft: TaskDraft) -> str:
    """A draft on one line: number, body, roles, times, results, then its children in brackets."""
    parts = [draft.number, draft.body.text]
    parts += [f"{cell.label}={cell.reading.text}" for cell in draft.role_cells]
    parts += [f"@{cell.text}" for cell in draft.deadline_cells]
    parts += [f"→{cell.text}" for cell in draft.result_cells]
    parts += [f"[{show(child)}]" for child in draft.children]
    return " ".join(part for part in parts if part)


def shown(text: str) -> list[str]:
    return [show(task) for task in read_all(text).tasks]


def test_one_row_is_a_task_with_an_action() -> None:
    result = read_all(HEAD + "1\t放宽准入。\t县发改局 县财政局\t\t清理清单。\t持续推进\t全面放开。\n")
    assert [show(t) for t in result.tasks] == [
        "1 放宽准入。 牵头单位=县发改局 县财政局 [清理清单。 @持续推进 →全面放开。]"
    ]
    assert (result.tasks[0].kind, result.tasks[0].children[0].kind) == (TaskKind.MEASURE, TaskKind.ACTION)
    assert (result.tasks[0].place.table, result.tasks[0].place.row, result.tasks[0].place.column) == (1, 2, 2)


def test_continuation_rows_belong_to_the_task_above() -> None:
    assert shown(
        HEAD
        + "1\t放宽准入。\t县发改局\t县财政局\t1. 清理。\t6月底\t甲\n\t\t\t\t2. 公开。\t年底\t乙\n2\t优化。\t县审批局\t\t办理。\t年底\t丙\n"
    ) == [
        "1 放宽准入。 牵头单位=县发改局 配合单位=县财政局 [1. 清理。 @6月底 →甲] [2. 公开。 @年底 →乙]",
        "2 优化。 牵头单位=县审批局 [办理。 @年底 →丙]",
    ]


def test_continuation_goes_on_behind_a_repeated_head() -> None:
    text = (
        HEAD
        + "1\t放宽准入。\t县发改局\t\t1. 清理。\t年底\t\n\n"
        + HEAD
        + "\t\t\t\t2. 公开。\t年底\t\n2\t优化。\t县审批局\t\t办理。\t年底\t\n"
    )
    assert shown(text) == [
        "1 放宽准入。 牵头单位=县发改局 [1. 清理。 @年底] [2. 公开。 @年底]",
        "2 优化。 牵头单位=县审批局 [办理。 @年底]",
    ]


def test_roles_on_each_measure_hang_on_the_measure() -> None:
    head = "序号\t重点任务\t具体措施\t责任单位\t完成时限\n"
    assert shown(
        head
        + "1\t放宽准入\t清理清单\t县发改局\t6月底\n\t\t公开清单\t县审批局\t年底\n2\t优化服务\t减少环节\t县审批局\t年底\n"
    ) == [
        "1 放宽准入 [清理清单 责任单位=县发改局 @6月底] [公开清单 责任单位=县审批局 @年底]",
        "2 优化服务 [减少环节 责任单位=县审批局 @年底]",
    ]


def test_a_time_that_spans_all_measures_hangs_on_the_task() -> None:
    assert shown(HEAD + "1\t推行链长制。\t县工信局\t\t1. 甲。\t持续推进\t\n\t\t\t\t2. 乙。\t\t\n") == [
        "1 推行链长制。 牵头单位=县工信局 @持续推进 [1. 甲。] [2. 乙。]"
    ]


def test_html_merges_say_exactly_what_hangs_where() -> None:
    text = (
        "<table><tr><td>序号</td><td>工作任务</td><td>工作措施</td><td>牵头单位</td><td>责任单位</td><td>时限</td></tr>"
        "<tr><td rowspan='3'>1</td><td rowspan='3'>放宽准入</td><td>甲</td><td rowspan='3'>县发改局</td><td>县财政局</td><td rowspan='2'>6月底</td></tr>"
        "<tr><td>乙</td><td></td></tr><tr><td>丙</td><td>县审批局</td><td>年底</td></tr></table>"
    )
    assert shown(text) == [
        "1 放宽准入 牵头单位=县发改局 [甲 责任单位=县财政局 @6月底] [乙 @6月底] [丙 责任单位=县审批局 @年底]"
    ]


def test_a_new_task_without_its_number_is_a_new_task() -> None:
    assert shown(HEAD + "1\t放宽准入。\t县发改局\t\t清理。\t年底\t\n\t优化服务。\t县审批局\t\t办理。\t年底\t\n") == [
        "1 放宽准入。 牵头单位=县发改局 [清理。 @年底]",
        "优化服务。 牵头单位=县审批局 [办理。 @年底]",
    ]


def test_a_row_cut_by_a_page_is_put_together() -> None:
    text = (
        HEAD
        + "1\t放宽准入，实现愿放开、敢\t县行政审批服\t\t1. 清理负面\t年底\t\n\n"
        + HEAD
        + "\t放开、真放开。\t务管理局\t\t清单。\t\t\n2\t优化。\t县审批局\t\t办理。\t年底\t\n"
    )
    assert shown(text) == [
        "1 放宽准入，实现愿放开、敢放开、真放开。 牵头单位=县行政审批服务管理局 [1. 清理负面清单。 @年底]",
        "2 优化。 牵头单位=县审批局 [办理。 @年底]",
    ]


def test_a_row_outside_its_table_keeps_the_head() -> None:
    text = (
        HEAD
        + "45\t设置市场。\t县工信局\t\t规划。\t年底\t\n\n四、培育壮大产业主体\n\n46\t申报龙头企业。\t县农业农村局\t县乡村振兴局\t申报。\t持续推进\t增加\n----\t---\t---\t---\t--\t---\t---\n\n"
        + HEAD
        + "五、强化保障\t\t\t\t\t\t\n47\t建库。\t县发展中心\t\t入库。\t年底\t\n"
    )
    result = read_all(text, (), ("四、培育壮大产业主体",))
    assert [(t.number, t.path) for t in result.tasks] == [
        ("45", ()),
        ("46", ("四、培育壮大产业主体",)),
        ("47", ("五、强化保障",)),
    ]
    assert (
        show(result.tasks[1])
        == "46 申报龙头企业。 牵头单位=县农业农村局 配合单位=县乡村振兴局 [申报。 @持续推进 →增加]"
    )


def test_sections_and_categories_go_into_the_path() -> None:
    text = "类别\t序号\t工作任务\t责任部门\n一、经济\t\t\t\n（一）工业\t\t\t\n工业类\t1\t建厂\t县工信局\n\t2\t技改\t县科技局\n农业类\t3\t种田\t县农业农村局\n二、社会\t\t\t\n教育类\t4\t办学\t县教育局\n"
    assert [(t.number, t.path) for t in read_all(text, ("附件1",)).tasks] == [
        ("1", ("附件1", "一、经济", "（一）工业", "工业类")),
        ("2", ("附件1", "一、经济", "（一）工业", "工业类")),
        ("3", ("附件1", "一、经济", "（一）工业", "农业类")),
        ("4", ("附件1", "二、社会", "教育类")),
    ]


def test_a_section_may_have_its_number_in_the_number_column() -> None:
    text = "序号\t工作任务\t责任单位\t时限\n一\t经济建设\t\t\n1\t建厂\t县工信局\t年底\n二\t社会事业\t\t\n2\t办学\t县教育局\t长期\n"
    assert [(t.number, t.path) for t in read_all(text).tasks] == [("1", ("一、经济建设",)), ("2", ("二、社会事业",))]


def test_sums_and_notes_are_no_tasks() -> None:
    result = read_all(
        "序号\t项目名称\t总投资\t责任单位\n1\t建桥\t3000\t县交通局\n合计\t\t3000\t\n注：责任单位列第一位者为牵头单位。\t\t\t\n"
    )
    assert [show(t) for t in result.tasks] == ["1 建桥 责任单位=县交通局"]
    assert [note.text for note in result.notes] == ["合计 3000", "注：责任单位列第一位者为牵头单位。"]


def test_two_row_heads_give_the_lower_label() -> None:
    merged = (
        "<table><tr><th rowspan=2>序号</th><th rowspan=2>重点任务</th><th colspan=2>责任分工</th><th colspan=2>时间进度</th></tr>"
        "<tr><th>牵头单位</th><th>配合单位</th><th>一季度</th><th>二季度</th></tr>"
        "<tr><td>1</td><td>建厂</td><td>县工信局</td><td>县财政局</td><td>开工</td><td>竣工</td></tr></table>"
    )
    assert shown(merged) == ["1 建厂 牵头单位=县工信局 配合单位=县财政局 @二季度竣工"]
    tabs = "序号\t重点任务\t责任单位\t\t完成时限\n\t\t牵头单位\t配合单位\t\n1\t建厂\t县工信局\t县财政局\t年底\n"
    assert shown(tabs) == ["1 建厂 牵头单位=县工信局 配合单位=县财政局 @年底"]
    levels = "序号\t重点任务\t责任单位\t\n\t\t市级\t县级\n1\t建厂\t市工信局\t县工信局\n"
    assert shown(levels) == ["1 建厂 责任单位=市工信局 责任单位=县工信局"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("序号\t工作任务\t牵头负责部门\n1\t增长5%\t县发改局\n", ["1 增长5% 牵头负责部门=县发改局"]),
        (
            "工作任务\t序号\t具体要求\t责任科室\t时限要求\n信访\t1\t接访\t一科\t年底\n\t2\t下访\t二科\t6月\n",
            ["信访 [1 接访 责任科室=一科 @年底] [2 下访 责任科室=二科 @6月]"],
        ),
        (
            "序号\t类别\t主要任务\t细化措施\t牵头单位\t参与单位\t责任单位\n1\t大气\t治尘\t洒水\t市城管局\t市住建局\t各县（市、区）\n",
            ["1 治尘 牵头单位=市城管局 参与单位=市住建局 责任单位=各县（市、区） [洒水]"],
        ),
        (
            "序号\t目标与任务\t分管县领导\t牵头责任单位\t责任单位\n80\t招商\t俞 悦\t县商务局\t各乡镇\n",
            ["80 招商 分管县领导=俞 悦 牵头责任单位=县商务局 责任单位=各乡镇"],
        ),
        (
            "任务内容\t标准或要求\t工作内容及要求\t责任单位或牵头单位\t协助单位\t完成期限\n防汛\t安全\t巡查\t县水利局\t县应急局\t汛期\n",
            ["防汛 责任单位或牵头单位=县水利局 协助单位=县应急局 →安全 [巡查 @汛期]"],
        ),
        ("序号\t预期目标\t责任单位\n1\t地区生产总值增长5%\t县发改局\n", ["1 地区生产总值增长5% 责任单位=县发改局"]),
        (
            "序号\t问题\t整改目标\t整改措施\t整改期限\t责任单位\n1\t扬尘重\t达标\t洒水\t年底\t县住建局\n",
            ["1 扬尘重 责任单位=县住建局 →达标 [洒水 @年底]"],
        ),
        (
            "序号\t项目名称\t建设内容\t总投资\t责任单位\t包保领导\n1\t水厂\t管网\t3亿元\t县水利局\t张三\n",
            ["1 水厂 责任单位=县水利局 包保领导=张三 →管网"],
        ),
        ("序号\t落实措施\t责任单位\n1\t洒水\t县住建局\n", ["1 洒水 责任单位=县住建局"]),
        ("重点工作\t牵头领导\t责任人\t完成时间\n招商\t李四\t王五\t年底\n", ["招商 牵头领导=李四 责任人=王五 @年底"]),
    ],
)
def test_heads_that_plans_really_have(text: str, expected: list[str]) -> None:
    actual = shown(text)
    assert [line.split(" ")[:2] for line in actual] == [line.split(" ")[:2] for line in expected]
    assert actual == expected


def test_an_indicator_table_gives_its_values() -> None:
    text = "序号\t指标名称\t单位\t2020年\t2025年目标\t年均增速\t属性\t责任单位\n1\t地区生产总值\t亿元\t100\t150\t8%\t预期性\t县发改局\n"
    [task] = read_all(text).tasks
    assert show(task) == "1 地区生产总值 责任单位=县发改局"
    assert {label: cell.text for label, cell in task.indicator_cells.items()} == {
        "单位": "亿元",
        "2020年": "100",
        "2025年目标": "150",
        "年均增速": "8%",
        "属性": "预期性",
    }


def test_merged_cells_written_out_again_are_one_task() -> None:
    head = "序号\t重点任务\t具体措施\t责任单位\n"
    assert shown(head + "1\t放宽准入\t甲\t县发改局\n1\t放宽准入\t乙\t县发改局\n2\t优化\t丙\t县审批局\n") == [
        "1 放宽准入 责任单位=县发改局 [甲] [乙]",
        "2 优化 责任单位=县审批局 [丙]",
    ]


def test_a_table_without_a_known_head_is_told_when_it_names_duties() -> None:
    text = "<table><tr><td>甲方</td><td>由县财政局负责</td></tr><tr><td>乙方</td><td>无</td></tr></table>"
    result = read_all(text)
    assert ([r.text for r in result.unread], [r.text for r in result.notes]) == (["甲方 由县财政局负责"], ["乙方 无"])
    assert result.tasks == []


def test_lines_of_a_cell_are_handed_on() -> None:
    text = "<table><tr><td>任务</td><td>责任单位</td></tr><tr><td>建厂</td><td><p>县工信局</p><p>县财政局</p></td></tr></table>"
    [task] = read_all(text).tasks
    assert [line.text for line in task.role_cells[0].lines] == ["县工信局", "县财政局"]


def test_the_two_annexes_of_daning() -> None:
    [name] = SAMPLES.glob("004_*.txt")
    source = read(name.name, name.read_bytes())
    tasks: list[TaskDraft] = []
    reader, path = TableReader(), ("",)
    for block in source.blocks:
        if isinstance(block, Paragraph):
            text = block.reading.text
            if text.startswith(("附件", "四、")):
                path = (text,)
            if text.startswith("附件"):
                reader = TableReader()
        else:
            result = reader.read(block, path)
            assert (result.notes, result.unread) == ([], [])
            tasks.extend(result.tasks)
    assert [t.number for t in tasks] == [str(n) for n in (*range(1, 106), *range(1, 114))]
    assert sum(len(t.children) for t in tasks) == 266
    assert all(child.role_cells == [] for t in tasks for child in t.children)
    assert [cell.label for t in tasks for cell in t.role_cells].count("牵头单位") == 218
    assert (tasks[45].path, tasks[46].path, tasks[68].path) == (
        ("四、培育壮大产业主体",),
        ("四、培育壮大产业主体",),
        ("五、强化土地环境能耗保障支撑",),
    )
    assert tasks[0].body.span().quote.startswith("严格执行全国统一的市场准入负面清单")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("序 号", ColumnKind.NUMBER),
        ("牵头\n单位", ColumnKind.ROLE),
        ("责任(配合)单位", ColumnKind.ROLE),
        ("包抓领导", ColumnKind.ROLE),
        ("整改时限", ColumnKind.TIME),
        ("时间节点", ColumnKind.TIME),
        ("三季度", ColumnKind.QUARTER),
        ("成果形式", ColumnKind.RESULT),
        ("一级指标", ColumnKind.CATEGORY),
        ("三级指标", ColumnKind.INDICATOR),
        ("主要举措", ColumnKind.MEASURE),
        ("任务举措", ColumnKind.TASK),
        ("备注", ColumnKind.NOTE),
        ("建设内容", ColumnKind.RESULT),
        ("12", None),
    ],
)
def test_what_a_label_means(label: str, kind: ColumnKind | None) -> None:
    assert column_kind(label) is kind


def test_data_is_no_head() -> None:
    assert not is_head(["1", "重点工作", "县发改局"])
    assert not is_head(["一、重点任务", "", ""])
    assert not is_head(["县发改局", "县财政局", "年底"])


def test_an_indicator_table_with_plain_years_has_a_head() -> None:
    assert is_head(["类别", "指标", "计量单位", "2020年完成", "2023年", "2025年", "指标属性", "牵头科室"])


def test_parts_of_a_target_year_stand_below_it() -> None:
    upper = ["序号", "指标名称", "计量单位", "2023年完成", "2024年目标", "2024年目标", "责任单位"]
    lower = ["序号", "指标名称", "计量单位", "2023年完成", "总量", "增速（%）", "责任单位"]
    assert is_lower_head(lower, upper)
    columns = read_heads(upper, lower)
    assert [column.label for column in columns][2:6] == [
        "计量单位",
        "2023年完成",
        "2024年目标总量",
        "2024年目标增速（%）",
    ]
    assert {column.kind for column in columns[2:6]} == {ColumnKind.VALUE}


def test_a_table_of_duties_names_each_body_under_a_bare_label() -> None:
    assert shown("序号\t单位\t工作职责\n1\t县公安局\t负责道路交通秩序管理。\n") == [
        "1 负责道路交通秩序管理。 单位=县公安局"
    ]
    assert [column.kind for column in read_heads(["任务名称", "单位", "数量", "责任单位"])] == [
        ColumnKind.TASK,
        None,
        None,
        ColumnKind.ROLE,
    ]


def test_a_chinese_number_before_the_words_of_a_task_is_its_number() -> None:
    assert shown("反馈问题\t整改措施\t责任单位\n一、河道有垃圾\t清理。\t县水利局\n（二）扬尘\t洒水。\t县住建局\n") == [
        "一、 河道有垃圾 责任单位=县水利局 [清理。]",
        "（二） 扬尘 责任单位=县住建局 [洒水。]",
    ]
