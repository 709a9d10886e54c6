"""A page saved from a government site: navigation, metadata table, body in indented paragraphs, GB18030 called gb2312."""

from __future__ import annotations

NAME = "content_post_20240618.html"

#: Headings and measures; `<镇>` stands raw, as the site printed it.
_BODY = """C关于印发《青石县农村人居环境整治提升行动实施方案》的通知
N各乡镇人民政府，县直有关单位：
P《青石县农村人居环境整治提升行动实施方案》已经县委农村工作领导小组会议研究同意，现予印发，请认真抓好落实。
R青石县人民政府办公室
R2024年6月14日
C青石县农村人居环境整治提升行动实施方案
P为全面提升农村人居环境质量，根据《中共云中省委办公厅　云中省人民政府办公厅印发〈云中省农村人居环境整治提升五年行动实施方案（2021—2025年）〉的通知》（云办发〔2022〕4号）和《山泉市农村人居环境整治提升行动方案》（山办字〔2022〕11号）要求，结合我县实际，制定本方案。
H一、行动目标
P到2025年，农村卫生厕所普及率达到75%以上，生活污水治理率达到40%，建成市级美丽乡村示范村12个。
H二、扎实推进农村厕所革命
P（一）科学选择改厕模式。干旱缺水地区推广卫生旱厕，具备条件的村庄建设水冲式厕所，2024年10月底前完成新一轮改厕3200户。（县农业农村局牵头，县卫健局、县乡村振兴局配合，各乡<镇>负责落实）
P（二）严格质量监管。实行首厕过关制，产品质量由县市场监管局抽检，施工质量由县住建局监管。（县农业农村局牵头，县市场监管局、县住建局按职责分工负责）
P（三）加强粪污无害化处理与资源化利用。鼓励联户、联村建设大三格处理设施。（县农业农村局、市生态环境局青石分局负责）
H三、加快推进农村生活污水治理
P（四）分区分类推进治理。优先治理水源保护区和城乡结合部村庄，编制县域治理专项规划。（市生态环境局青石分局牵头，县住建局、县水利局、县自然资源局配合，各乡<镇>负责落实）
P（五）消除农村黑臭水体。2024年底前全面完成排查出的9处黑臭水体治理，杜绝返黑返臭。（市生态环境局青石分局牵头，县水利局、县农业农村局等部门配合）
P（六）强化管护。由县水务投资有限公司负责已建成设施的日常运行，运行费用由县财政局会同市生态环境局青石分局核定。
H四、全面提升农村生活垃圾治理水平
P（七）健全收运体系。更新压缩式转运车6辆，自然村收运覆盖率保持在95%以上。（县城市管理局牵头；县交通局、各乡<镇>配合）
P（八）推进源头分类减量。每个乡（镇）至少打造2个垃圾分类示范村。（县城市管理局、县妇联、团县委负责）
P（九）清理历史遗留垃圾。对河道、沟渠和公路沿线积存垃圾开展集中清运，8月底前见底清零。（县水利局、县公路段、各乡<镇>按职责分工负责）
H五、整体提升村容村貌
P（十）改善村庄公共环境。集中整治私搭乱建、乱堆乱放，有序推进通信、电力“空中蜘蛛网”治理。（县住建局牵头，国网青石县供电公司、中国移动青石分公司、中国电信青石分公司、中国联通青石分公司参与）
P（十一）推进乡村绿化美化。年内新增庭院绿化1500户，完成通道绿化86公里。（县林业局牵头，县交通局、各乡<镇>参与）
P（十二）加强乡村风貌引导。编制村庄设计导则，在山区乡镇开展特色民居试点。（县自然资源局指导，县住建局、县文旅局参与）
H六、保障措施
P（一）加强组织领导。县农业农村局要切实发挥牵头抓总作用，每季度调度一次工作进展。
P（二）加大投入力度。县财政局要将整治经费纳入预算，县乡村振兴局要统筹使用衔接资金。
P（三）强化考核督导。县委农办负责对各乡<镇>进行年度考核，考核结果在全县通报。
N抄送：县委办公室，县人大常委会办公室，县政协办公室，县纪委监委，县法院，县检察院。"""

_META = (
    ("索 引 号", "11142233/2024-00318", "主题分类", "农业、林业、水利"),
    ("发文机关", "青石县人民政府办公室", "成文日期", "2024年06月14日"),
    ("标　　题", "关于印发《青石县农村人居环境整治提升行动实施方案》的通知", "发布日期", "2024年06月18日"),
    ("发文字号", "青政办发〔2024〕22号", "有 效 性", "有效"),
)

_NAVIGATION = """<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/hdjl/">互动交流</a></li><li><a href="/zjqs/">走进青石</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/zwgk/">政务公开</a>&nbsp;&gt;&nbsp;<a>县政府办文件</a></div>
<div class="side"><h3>相关阅读</h3><ul><li><a href="t1.html">【图解】《青石县农村人居环境整治提升行动实施方案》</a></li>
<li><a href="t2.html">关于印发《青石县数字乡村建设规划》的通知</a></li></ul></div>"""

_FOOT = """<div class="share"><span>分享到：</span><a class="wx">微信</a><a>【打印】</a><a>【关闭窗口】</a></div>
<div class="footer"><p>主办单位：青石县人民政府办公室&nbsp;&nbsp;承办单位：青石县融媒体中心</p>
<p>网站标识码：1422330001&nbsp; 晋ICP备00000000号&nbsp; 联系电话：0000-3333333</p></div>
<script>var who="县公安局";if(1<2){document.write("责任单位：县公安局")}</script>"""


def _paragraph(line: str) -> str:
    kind, words = line[0], line[1:]
    if kind == "C":
        return f'<p style="text-align:center;"><strong><span style="font-size:22pt">{words}</span></strong></p>'
    if kind == "H":
        return f'<p style="text-indent:2em;"><span style="font-family:黑体"><strong>{words}</strong></span></p>'
    if kind == "R":
        return f'<p style="text-align:right;">{words}&nbsp;&nbsp;&nbsp;&nbsp;</p>'
    if kind == "N":
        return f"<p>{words}</p>"
    # editors nest a span round what was pasted
    half = len(words) // 2
    return (
        f'<p style="text-indent: 2em; line-height: 2;"><span style="font-family: 仿宋_GB2312;">&nbsp;{words[:half]}'
        f'<span lang="EN-US"><span>{words[half:]}</span></span></span></p>'
    )


def build() -> bytes:
    """The bytes of the file."""
    meta = "".join(
        f"<tr><td><b>{a}：</b></td><td>{b}</td><td><b>{c}：</b></td><td>{d}</td></tr>" for a, b, c, d in _META
    )
    body = "\n".join(_paragraph(line) for line in _BODY.split("\n"))
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>关于印发《青石县农村人居环境整治提升行动实施方案》的通知_青石县人民政府门户网站</title>
<meta name="SiteName" content="青石县人民政府"><meta name="PubDate" content="2024-06-18 10:22"><style>p{{margin:0}}</style></head>
<body>{_NAVIGATION}<div class="content"><table class="xxgk" width="100%">{meta}</table>
<h1>关于印发《青石县农村人居环境整治提升行动实施方案》的通知</h1>
<div class="info">来源：县政府办&nbsp;&nbsp;浏览次数：<span id="hits">586</span>次&nbsp;&nbsp;字体：【<a>大</a>&nbsp;<a>中</a>&nbsp;<a>小</a>】</div>
<div class="TRS_Editor" id="zoom">{body}<p><br/></p></div>
<p>附件：<a href="a.pdf">㑇家沟等示范村名单.pdf</a></p></div>{_FOOT}</body></html>"""
    return page.encode("gb18030")
