"""Where the parts of a file begin: a sheet before “附件2”, a plan under another title than its notice says."""

from __future__ import annotations

import io

from graph_loader.pipeline import read_documents
from graph_store.model import DocumentFacts

NOTICE = """云溪县人民政府办公室关于印发云溪县2024年营商环境分工方案的通知

各乡镇人民政府：

现将方案印发给你们，请认真贯彻执行。{asks}

云溪县人民政府办公室

2024年4月1日
{plan}
附件1

云溪县重点任务清单

1.新建学校。（责任单位：县教育局）
"""


def facts(name: str, data: bytes) -> DocumentFacts:
    ((_, found),) = read_documents(name, data)
    return found


def titles_and_tasks(found: DocumentFacts) -> tuple[list[str], list[str]]:
    return [p.title for p in found.policies], [t.text[:4] for t in found.tasks]


def test_the_first_sheet_is_a_list_though_the_second_begins_as_an_annex() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("民生实事")
    rows = [
        ("序号", "重点任务", "牵头单位", "配合单位"),
        (1, "技术改造", "县工信局", "县财政局"),
        (2, "新建学校", "县教育局", "县住建局"),
    ]
    for row in [("龙泉县2025年重点任务分解表",), *rows]:
        first.append(list(row))
    for row in [
        ("附件2",),
        ("龙泉县2025年民生实事清单",),
        ("编号", "项目名称", "责任单位"),
        (1, "管网改造", "县住建局"),
        (2, "公路养护", "县交通局"),
    ]:
        second.append(list(row))
    data = io.BytesIO()
    book.save(data)
    found = facts("plan.xlsx", data.getvalue())
    assert titles_and_tasks(found) == (
        ["龙泉县2025年重点任务分解表", "龙泉县2025年民生实事清单"],
        ["技术改造", "新建学校", "管网改造", "公路养护"],
    )
    assert [(a.role.value, a.as_written) for a in found.assignments] == [
        ("lead", "县工信局"),
        ("support", "县财政局"),
        ("lead", "县教育局"),
        ("support", "县住建局"),
        ("responsible", "县住建局"),
        ("responsible", "县交通局"),
    ]


def test_a_plan_whose_title_is_not_quite_the_one_of_its_notice_is_read() -> None:
    plan = "\n云溪县优化营商环境2024年重点任务分工方案\n\n一、主要任务\n\n1.推进改革。（责任单位：县发改局）\n\n2.优化服务。（责任单位：县审批局）\n"
    found = facts("plan.txt", NOTICE.format(asks="", plan=plan).encode())
    assert titles_and_tasks(found) == (
        ["云溪县优化营商环境2024年重点任务分工方案", "云溪县重点任务清单"],
        ["推进改革", "优化服务", "新建学校"],
    )


def test_the_numbered_points_of_a_covering_letter_are_no_plan() -> None:
    asks = "并就有关事项通知如下：\n\n一、各单位要高度重视。\n\n二、县政府督查室要加强督查。\n"
    found = facts("plan.txt", NOTICE.format(asks=asks, plan="").encode())
    assert titles_and_tasks(found) == (["云溪县重点任务清单"], ["新建学校"])


def test_the_title_of_the_notice_printed_again_begins_no_plan() -> None:
    again = "\n云溪县人民政府办公室关于印发云溪县2024年营商环境分工方案的通知\n\n附件：1.云溪县重点任务清单\n\n2.云溪县责任清单\n\n3.联系表\n"
    found = facts("plan.txt", NOTICE.format(asks="", plan=again).encode())
    assert titles_and_tasks(found) == (["云溪县重点任务清单"], ["新建学校"])


def test_whom_to_call_is_no_officer_unless_beside_a_duty() -> None:
    plan = """云溪县2024年重点任务分工方案

一、主要任务

1.推进改革。（责任单位：县发改局；联系人：王小明；联系电话：5555666）

2.优化服务。（责任单位：县审批局）

二、保障措施

（一）加强调度。县发改局要于每季度末将进展情况报县政府办（联系人：李小红，联系电话：5555777）。
"""
    found = facts("plan.txt", plan.encode())
    people = [a.as_written for a in found.assignments if a.role.value == "officer"]
    assert people == ["王小明"]
