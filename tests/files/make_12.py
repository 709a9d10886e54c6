"""Word saved as a web page: namespaces, conditional comments, `<o:p>`, numbers in their own spans, tables without <th>."""

from __future__ import annotations

NAME = "岭东街道2024年城市精细化管理提升方案.htm"

_ITEMS: list[tuple[str, str, str]] = [
    ("h", "一、", "攻坚重点"),
    ("s", "（一）", "市容秩序整治"),
    (
        "m",
        "1.",
        "规范占道经营。设置早市、夜市疏导点5处，引导流动商贩入场经营，2024年5月底前全部启用。<b>（牵头单位：街道综合行政执法队；配合单位：岭东派出所、岭东市场监管所，各社区）</b>",
    ),
    (
        "m",
        "2.",
        "整治户外广告。拆除破损、违规设置的广告牌匾，统一主要路段店招样式。（牵头单位：街道城管办；配合单位：街道综合行政执法队）",
    ),
    (
        "m",
        "3.",
        "治理乱停乱放。新划非机动车泊位2000个，共享单车企业定时清运。（牵头单位：岭东交警中队；配合单位：街道城管办、各物业服务企业等有关单位）",
    ),
    ("s", "（二）", "背街小巷提升"),
    (
        "m",
        "4.",
        "改造老旧路面。对建设路、粮库巷等12条背街小巷实施“白改黑”，同步改造雨水管网，9月底前完工。（牵头单位：区住建局；配合单位：区城投公司、街道城管办）",
    ),
    (
        "m",
        "5.",
        "清理空中线缆。组织通信运营企业对弱电线缆入地或捆扎。（牵头单位：街道城管办；配合单位：中国电信岭东营业部、中国移动岭东营业部、中国联通岭东营业部、中国广电岭东营业部）",
    ),
    (
        "m",
        "6.",
        "完善照明设施。补装路灯260盏，路灯完好率保持在98%以上。（责任单位：区市政设施养护中心，各社区居民委员会）",
    ),
    ("h", "二、", "长效机制"),
    (
        "m",
        "7.",
        "推行街巷长制。每条街巷明确1名街巷长，由社区“两委”成员担任，每周巡查不少于2次。（责任单位：街道党建办、街道城管办）",
    ),
    ("m", "8.", "畅通投诉渠道。对12345热线转办件限时办结，3个工作日内回复。（责任单位：街道综治办、街道党政办）"),
    ("m", "9.", "强化经费保障。街道财政所负责统筹整治资金，按进度拨付。"),
]

#: 序号, 点位, 问题, 整改措施, 责任部门, 责任人, 销号时间
_TABLE: list[tuple[str, str, str, str, str, str, str]] = [
    ("1", "粮库巷", "路面破损、积水", "铣刨重铺，疏通排水管", "区住建局", "艾明", "2024.9.30"),
    (
        "2",
        "建设路农贸市场周边",
        "占道经营、垃圾外溢",
        "设置隔离护栏<br>增配垃圾桶20个",
        "街道综合行政执法队、区环卫服务中心",
        "钟 诚<br>水 清",
        "2024.6.15",
    ),
    ("3", "", "油烟直排", "督促安装净化设备", "岭东市场监管所<br>市生态环境局<br>岭东分局", "钟 诚", "立行立改"),
    ("4", "锦绣小区", "飞线充电", "建设充电棚3处", "岭东供电所、锦绣社区居民委员会", "池 塘", "2024年8月"),
    ("5", "铁西桥下空间", "堆放杂物", "清运杂物，改造为口袋公园", "区园林绿化中心", "艾明", "2024年10月1日前"),
    ("6", "滨河步道", "栏杆锈蚀", "除锈刷漆1.8公里", "区市政设施养护中心", "古 月", "待上级资金下达后实施"),
]


def _item(kind: str, number: str, words: str) -> str:
    if kind != "m":
        inner = f"<b><span style='font-family:黑体'>{number}{words}<o:p></o:p></span></b>"
        return f"<h{1 if kind == 'h' else 2} style='text-indent:32.0pt'>{inner}</h{1 if kind == 'h' else 2}>"
    return (
        "<p class=MsoListParagraph style='text-indent:32.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
        f"<span lang=EN-US><span style='mso-list:Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;"
        f"</span></span></span><![endif]><span style='font-family:仿宋'>{words}</span><span lang=EN-US><o:p></o:p></span></p>"
    )


def _table() -> str:
    head = ("序号", "点位", "存在问题", "整改措施", "责任部门", "责任人", "销号时间")
    rows = ["<tr>" + "".join(f"<td><p class=MsoNormal align=center><b>{word}</b></p></td>" for word in head) + "</tr>"]
    for row in _TABLE:
        cells = []
        for column, words in enumerate(row):
            if column == 1 and not words:
                continue
            span = " rowspan=2" if column == 1 and row[0] == "2" else ""
            cells.append(f"<td{span} valign=top><p class=MsoNormal>{words}<span lang=EN-US><o:p></o:p></span></p></td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<table class=MsoTableGrid border=1>" + "\n ".join(rows) + "</table>"


def build() -> bytes:
    """The bytes of the file."""
    items = "\n".join(_item(*item) for item in _ITEMS)
    page = f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<title>岭东街道</title><!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>县财政局</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm}} @page WordSection1 {{size:595.3pt 841.9pt}} --></style></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoTitle align=center><b>岭东街道2024年城市精细化管理<br>提升方案</b></p>
<p class=MsoNormal align=center>（2024年3月18日）</p>
<p class=MsoNormal style='text-indent:32.0pt'>为扎实做好创建全国文明城市工作，按照《安城市城市精细化管理三年行动计划》（安政办〔2023〕15号）要求，制定本方案。</p>
{items}
<p class=MsoNormal><span style='mso-special-character:line-break'><br clear=all style='page-break-before:always'></span></p>
<p class=MsoNormal>附表</p>
<p class=MsoNormal align=center><b>城市管理突出问题整改台账</b></p>
{_table()}
<p class=MsoNormal>注：责任部门为多个的，第一个为牵头部门。</p>
</div></body></html>"""
    return page.encode("gbk")
