"""How surnames are read, where that differs from the character's usual reading (tone numbers; 1–4).

Source: the readings given for surnames in 《现代汉语词典》 and in the People's Republic's lists of surnames; where two
readings live side by side (覃 qín/tán, 隗 wěi/kuí) the commoner one leads, and a search finds both.
"""

SURNAME_READINGS: dict[str, str] = {
    "单": "shan4", "曾": "zeng1", "区": "ou1", "仇": "qiu2", "查": "zha1", "解": "xie4", "朴": "piao2", "任": "ren2",
    "盖": "ge3", "尉": "wei4", "华": "hua4", "纪": "ji3", "宁": "ning4", "乐": "yue4", "员": "yun4", "翟": "zhai2",
    "折": "she2", "佘": "she2", "冼": "xian3", "洗": "xian3", "缪": "miao4", "应": "ying1", "葛": "ge3", "柏": "bai3",
    "卜": "bu3", "秘": "bi4", "召": "shao4", "隗": "wei3", "覃": "qin2", "谌": "chen2", "逄": "pang2", "黑": "he4",
    "盛": "sheng4", "车": "che1", "牟": "mu4", "贲": "ben1", "郗": "xi1", "祭": "zhai4", "种": "chong2", "繁": "po2",
    "句": "gou1", "佴": "nai4", "幺": "yao1", "令": "ling2", "哈": "ha3", "撒": "sa4", "能": "nai4", "燕": "yan1",
    "要": "yao1", "过": "guo1", "那": "na1", "莘": "shen1", "行": "xing2", "叶": "ye4", "石": "shi2", "沈": "shen3",
    "陆": "lu4", "贾": "jia3", "粘": "nian2", "费": "fei4", "訾": "zi1", "宿": "su4", "谷": "gu3", "於": "yu1",
    "瞿": "qu2", "强": "qiang2", "便": "pian2", "曲": "qu1", "炅": "gui4", "载": "zai4", "相": "xiang4", "乜": "nie4",
    "郇": "xun2", "郄": "qie4", "钭": "tou3", "笮": "ze2", "藏": "zang1", "臧": "zang1", "干": "gan1", "几": "ji1",
    "适": "kuo4", "万": "wan4", "俞": "yu2", "冯": "feng2", "殷": "yin1", "尹": "yin3", "郝": "hao3", "褚": "chu3",
    "洪": "hong2", "丁": "ding1", "长": "zhang3", "重": "chong2", "都": "du1", "朝": "chao2", "调": "diao4", "角": "jue2",
    "卒": "zu2", "奇": "qi2", "柳": "liu3", "施": "shi1", "阚": "kan4", "桑": "sang1", "占": "zhan1", "晃": "huang3",
    "眭": "sui1", "庹": "tuo3", "亓": "qi2", "仉": "zhang3", "戚": "qi1", "乌": "wu1", "蒙": "meng2",
}

COMPOUND_SURNAMES: dict[str, tuple[str, str]] = {
    "欧阳": ("ou1", "yang2"), "司马": ("si1", "ma3"), "诸葛": ("zhu1", "ge3"), "上官": ("shang4", "guan1"),
    "尉迟": ("yu4", "chi2"), "万俟": ("mo4", "qi2"), "长孙": ("zhang3", "sun1"), "澹台": ("tan2", "tai2"),
    "单于": ("chan2", "yu2"), "令狐": ("ling2", "hu2"), "夏侯": ("xia4", "hou2"), "皇甫": ("huang2", "fu3"),
    "宇文": ("yu3", "wen2"), "鲜于": ("xian1", "yu2"), "闾丘": ("lv2", "qiu1"), "濮阳": ("pu2", "yang2"),
    "淳于": ("chun2", "yu2"), "太叔": ("tai4", "shu1"), "申屠": ("shen1", "tu2"), "公孙": ("gong1", "sun1"),
    "仲孙": ("zhong4", "sun1"), "轩辕": ("xuan1", "yuan2"), "钟离": ("zhong1", "li2"), "慕容": ("mu4", "rong2"),
    "司徒": ("si1", "tu2"), "司空": ("si1", "kong1"), "赫连": ("he4", "lian2"), "拓跋": ("tuo4", "ba2"),
    "呼延": ("hu1", "yan2"), "端木": ("duan1", "mu4"), "百里": ("bai3", "li3"), "东方": ("dong1", "fang1"),
    "南宫": ("nan2", "gong1"), "独孤": ("du2", "gu1"), "完颜": ("wan2", "yan2"), "东郭": ("dong1", "guo1"),
    "西门": ("xi1", "men2"), "公羊": ("gong1", "yang2"), "宗政": ("zong1", "zheng4"), "梁丘": ("liang2", "qiu1"),
    "左丘": ("zuo3", "qiu1"), "第五": ("di4", "wu3"),
}
