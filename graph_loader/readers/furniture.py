"""Lines that belong to a web site and not to the document: “当前位置：首页 > 政府文件”, “晋ICP备12345678号”.

Used for saved pages and for pages printed as PDF.
"""

from __future__ import annotations

import re

_FURNITURE_LINE = re.compile(
    r"^(?:您?(?:当前|现在|目前)?的?(?:所在)?位置\s*[:：]|首页\s*(?:[>＞»/|]|&gt;|$)|【?\s*(?:打\s*印|关\s*闭)|(?:打印|关闭)(?:本页|窗口)|分享\s*(?:到|至|$)|扫一扫|微信扫|字\s*(?:体|号)\s*[:：]?\s*[【\[（(]?\s*[大中小]"
    r"|【字体|\[?\s*[大中小]\s+[大中小]\s+[大中小]|(?:上|下)一(?:篇|条)\s*[:：]?|责任编辑\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|量|数)\s*[:：]|.{0,40}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|©)"
    r"|(?:网站地图|联系我们|关于我们|网站声明|隐私声明|收藏本站|设为首页|无障碍|返回顶部|繁體|English)(?:\s*[|｜·]|\s|$)|下载(?:文字版|图片版|打印版)"
    r"|主办(?:单位)?\s*[:：].{0,60}承办|技术支持\s*[:：]|来源\s*[:：].{0,80}$|发布(?:时间|日期)\s*[:：].{0,120}$|(?:时间|日期)\s*[:：]\s*\d{4}-\d{1,2}-\d{1,2}.{0,80}$)",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a short line is navigation, a button, a time stamp or a footer of a web site."""
    return len(text) < 200 and bool(_FURNITURE_LINE.match(text))
