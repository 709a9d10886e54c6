"""A page with a rectification list: rowspan and colspan, a head of two rows, lines broken with <br>, nested layout tables."""

from __future__ import annotations

NAME = "关于省委巡视反馈意见整改任务清单的公示.html"

#: 反馈问题 → 整改目标, 责任领导, then (整改措施, 牵头, 配合, 责任人, 时限)
_PROBLEMS: list[tuple[str, str, str, list[tuple[str, str, str, str, str]]]] = [
    (
        "耕地“非粮化”排查整治不到位。",
        "全面摸清底数，存量问题按期清零，增量问题动态归零。",
        "副县长<br>邓学敏",
        [
            (
                "1.对照卫星影像开展全域核查，建立到村到地块的问题台账。",
                "县农业农村局",
                "县自然资源局<br>各乡镇人民政府",
                "高 岩",
                "2023年11月<br>底前",
            ),
            (
                "2.制定种植结构调整过渡方案，引导苗木腾退还粮2600亩。",
                "县农业农村局",
                "县林业局、县财政局",
                "高 岩",
                "2024年5月底前",
            ),
            ("3.建立县乡村三级巡查机制，发现一起、处置一起。", "县自然资源局", "", "邢志伟", "立行立改，长期坚持"),
        ],
    ),
    (
        "县域医共体“联而不通”，基层医疗机构服务能力弱。",
        "医共体内检查检验结果互认，基层首诊率达到65%以上。",
        "县委常委、副县长 <b>孟 瑶</b>",
        [
            (
                "1.建成全县统一的影像、心电、检验远程诊断中心。",
                "县卫生健康局",
                "县行政审批服务<br>管理局<br>县大数据中心",
                "薛海峰",
                "2023年12月底前",
            ),
            (
                "2.落实县级医院医师下沉制度，每个乡镇卫生院常驻不少于2名。",
                "县医疗集团",
                "县人力资源和社会保障局",
                "康 宁",
                "2024年1月10日前",
            ),
        ],
    ),
    (
        "部分惠农资金滞留在县级账户，拨付不及时。",
        "滞留资金清零。",
        "常务副县长 侯向东",
        [
            (
                "清理滞留资金1286万元，逐笔核实后拨付到户。",
                "县财政局",
                "县农业农村局<br>县乡村振兴局<br>县民政局<br>县残联",
                "董立群<br>梁 爽",
                "2023年10月31日",
            )
        ],
    ),
    (
        "招商引资重签约轻落地，履约率偏低。",
        "签约项目落地率提高到70%。",
        "常务副县长 侯向东",
        [
            (
                "1.逐个复盘2021年以来的签约项目，对无实质进展的予以清退。",
                "县投资促进中心",
                "县发展和改革局",
                "石 磊",
                "2023年12月",
            ),
            (
                "2.修订招商引资考核办法，把落地开工作为主要评价依据。",
                "县投资促进中心",
                "县委组织部、县统计局",
                "石 磊",
                "2024年一季度",
            ),
            (
                "3.建立项目专班包联机制，每半月会商一次。",
                "各项目专班",
                "县直有关部门，经济技术开发区管委会",
                "各专班负责人",
                "持续推进",
            ),
        ],
    ),
    (
        "农村集体“三资”管理混乱，合同不规范。",
        "合同规范率100%。",
        "副县长 邓学敏",
        [
            (
                "1.开展村级合同专项清理，分类整改发包价格过低、期限过长等问题。",
                "县农业农村局",
                "县司法局、县纪委监委",
                "高 岩",
                "2024年6月底前",
            ),
            ("2.上线“三资”监管平台，实现线上审批、实时预警。", "县农业农村局", "县财政局", "高 岩", "2024年3月31日前"),
        ],
    ),
    (
        "中央生态环境保护督察移交的煤矸石堆场治理缓慢。",
        "完成生态修复并通过市级验收。",
        "副县长 袁 媛",
        [
            ("1.委托专业机构编制治理方案，报市生态环境局批准。", "市生态环境局白石分局", "县能源局", "宋 琪", "已完成"),
            (
                "2.实施覆土绿化480亩，修建截排水沟3.2公里。",
                "白石煤业有限责任公司",
                "县自然资源局、县水利局，<br>北坡镇人民政府",
                "宋 琪",
                "2023年9月至2024年10月",
            ),
        ],
    ),
]


def _rows() -> str:
    made = []
    for number, (problem, aim, leader, measures) in enumerate(_PROBLEMS, 1):
        span = f' rowspan="{len(measures)}"' if len(measures) > 1 else ""
        for i, cells in enumerate(measures):
            row = "".join(f"<td><p><span>{words or '&nbsp;'}</span></p></td>" for words in cells)
            before = "".join(f"<td{span}><p>{words}</p></td>" for words in (str(number), problem, aim, leader))
            made.append(f"<tr>{before if i == 0 else ''}{row}</tr>")
        if number == 3:
            made.append('<tr class="part"><td colspan="9"><b>（二）经济发展和基层治理方面</b></td></tr>')
    return "\n".join(made)


def build() -> bytes:
    """The bytes of the file."""
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>公示公告-白石县人民政府</title>
<script src="jquery.js"></script></head><body>
<nav><a href="/">网站首页</a> | <a href="/xxgk">信息公开</a> | <a href="/bmdt">部门动态：县教育局、县民政局</a></nav>
<table width="1000" align="center" border="0"><tr><td class="left">
<ul><li><a href="1.html">法定主动公开内容</a></li><li><a href="2.html">重点领域公开</a></li></ul></td>
<td class="main"><h2 align="center">白石县落实省委巡视反馈意见整改任务清单</h2>
<p class="time">发布时间：2023-10-09 &nbsp; 信息来源：白石县巡视整改工作领导小组办公室 &nbsp; 责任编辑：郭静</p>
<p style="text-indent:2em">根据《省委第三巡视组关于白石县的巡视反馈意见》，县委研究制定整改任务清单，现予公示。公示期为7个工作日。</p>
<div class="table-wrap"><table border="1" cellspacing="0"><caption>整改任务清单</caption>
<thead><tr><th rowspan="2">序号</th><th rowspan="2">反馈问题</th><th rowspan="2">整改目标</th><th rowspan="2">责任领导</th>
<th rowspan="2">整改措施</th><th colspan="2">责任分工</th><th rowspan="2">责任人</th><th rowspan="2">整改时限</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr></thead><tbody>
<tr class="part"><td colspan="9"><b>（一）贯彻重大决策部署方面</b></td></tr>
{_rows()}</tbody></table></div>
<p style="text-align:right">白石县巡视整改工作领导小组办公室<br>2023年10月8日</p>
<p>监督电话：0000-2222222&emsp;邮箱：bsxzg@example.cn</p></td></tr></table>
<div id="foot">版权所有：白石县人民政府　承办：县政府办公室　技术支持：白石县融媒体中心</div>
</body></html>"""
    return page.encode("utf-8")
