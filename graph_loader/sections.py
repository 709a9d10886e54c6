"""What a heading says of the tasks below it: “三、保障措施” → safeguards, “二、主要目标” → goals."""

from __future__ import annotations

import re
from enum import StrEnum

from graph_store.model import TaskKind


class SectionKind(StrEnum):
    """What stands in a section. In `skip` and `goal` only what carries a role clause is a task."""

    SKIP = "skip"
    STEPS = "steps"  # stages and dates: only what names a body is a task
    GOAL = "goal"
    MEASURE = "measure"
    SAFEGUARD = "safeguard"
    DUTY = "duty"


_SKIP = re.compile(
    r"^(?:工作|总体|基本|指导|编制|发展|制定|目的)?(?:总体要求|总体思路|总体考虑|指导思想|基本原则|工作原则|工作思路|发展现状|现状|形势|背景|适用范围|总则|附则|名词解释|依据|编制依据|目的|意义|思路|原则|要求和目标|重要意义|适用对象|基本情况|定义|其他|其它|(?:行动|实施|活动|整治|工作|创建|攻坚|检查|执行)(?:时间|范围|对象|期限|内容及范围)|时间范围|整治范围|(?:补贴|补助|奖补|奖励|支持|扶持|申报|评选|认定|资助|帮扶)(?:对象|标准|条件|范围|方式|依据)(?:[和与及、](?:对象|标准|条件|范围|方式|依据))*|组织(?:指挥)?(?:体系|架构)|指挥体系|领导小组|人员组成|组成人员|机构组成|组织机构|领导机构|机构设置|组织架构)(?:和[\u4e00-\u9fff]{2,8})?$"
)
_STEPS = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4}(?:实施|工作|方法|推进|行动|整治|时间|进度|阶段|活动|创建))?(?:步骤|阶段)(?:安排|划分|及安排|和时间安排|及时间安排|和要求)?$"
    r"|^(?:[\u4e00-\u9fff]{0,4}(?:时间|进度|阶段)安排)(?:及步骤|和步骤)?$|^(?:工作|操作|办理|申报)(?:流程|程序)$"
)
_GOAL = re.compile(
    r"目标(?!任务|责任|考核|分解|工程)(?:[（(].*)?$|^(?:主要|发展|工作|总体|预期|年度)目标|目标指标$|主要指标|预期目标"
)
_SAFEGUARD = re.compile(
    r"保障措施|组织保障|组织实施|工作保障|实施保障|保障机制|工作要求|有关要求|相关要求|(?<!党)组织领导|推进机制|工作机制$|实施要求|工作推进|推进措施|推进落实$|^(?:强化|加强|健全|完善)?(?:组织|工作|实施|落实)(?:保障|领导|推进|实施)$|^(?:强化|加强)?保障$|督导考核$|考核(?:评估|问责)$"
)
_DUTY = re.compile(
    r"(?:职责|任务|责任|工作)分工$|^(?:部门|单位|工作|主要|成员单位|相关部门|各部门|各单位|机构|工作机构及)*职责(?:任务)?$|职责$|职责及分工$|责任单位及职责"
)


def section_kind(title: str, above: SectionKind | None) -> SectionKind:
    """The kind of a section from its heading; a heading that says nothing takes the kind above it."""
    words = "".join(title.split()).rstrip("。：:；;，,")
    if _DUTY.search(words) and len(words) <= 20:
        return SectionKind.DUTY
    if _SKIP.match(words):
        return SectionKind.SKIP
    if _STEPS.match(words):
        return SectionKind.STEPS
    if _GOAL.search(words) and len(words) <= 14 and above in (None, SectionKind.SKIP, SectionKind.GOAL):
        return SectionKind.GOAL
    if _SAFEGUARD.search(words) and len(words) <= 16 and above in (None, SectionKind.SKIP, SectionKind.GOAL):
        return SectionKind.SAFEGUARD
    return above or SectionKind.MEASURE


def tells_aims(title: str) -> bool:
    """Whether a point is called 目标任务: without points and bodies of its own it tells aims and sets no task."""
    return bool(re.fullmatch(r"(?:工作|总体|主要|年度|发展|创建)?目标任务", re.sub(r"\s+", "", title)))


def is_stage(words: str) -> bool:
    """Whether a point begins as a stage of the work: 动员部署阶段（9月10日前）."""
    return bool(
        re.match(r"[\s*]*(?:第[一二三四五]阶段|[\u4e00-\u9fff、]{2,10}阶段(?:工作)?)\s*(?:[（(：:。]|$)", words)
    )


def task_kind(section: SectionKind) -> TaskKind:
    """The kind of a task that stands in such a section."""
    if section is SectionKind.GOAL:
        return TaskKind.GOAL
    return TaskKind.SAFEGUARD if section is SectionKind.SAFEGUARD else TaskKind.MEASURE
