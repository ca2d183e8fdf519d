"""The words of registers and what they mean. Data for the readers of cells beside this file.

The lists follow the words that Shanghai's offices use in their tables; a word that is in none of them is kept as it was written.
"""

import re

SEXES: dict[str, str] = {
    "男": "m", "女": "f", "m": "m", "f": "f", "1": "m", "2": "f", "male": "m", "female": "f", "男性": "m", "女性": "f", "先生": "m",
    "女士": "f", "♂": "m", "♀": "f",
}  # fmt: skip

# Spelling → relation, the longest first where one is inside another.
RELATIONS: dict[str, str] = {
    "儿子": "son", "长子": "son", "次子": "son", "大儿子": "son", "小儿子": "son", "养子": "son", "继子": "son", "独子": "son", "儿": "son",
    "女儿": "daughter", "长女": "daughter", "次女": "daughter", "大女儿": "daughter", "小女儿": "daughter", "养女": "daughter",
    "继女": "daughter", "独女": "daughter", "女": "daughter",
    "子女": "child", "孩子": "child", "媳妇": "daughter_in_law", "儿媳": "daughter_in_law", "儿媳妇": "daughter_in_law",
    "女婿": "son_in_law", "丈夫": "spouse", "妻子": "spouse", "老伴": "spouse", "配偶": "spouse", "夫": "spouse", "妻": "spouse",
    "爱人": "spouse", "夫妻": "spouse", "兄弟": "sibling", "姐妹": "sibling", "哥哥": "sibling", "弟弟": "sibling", "姐姐": "sibling",
    "妹妹": "sibling", "兄": "sibling", "弟": "sibling", "姐": "sibling", "妹": "sibling", "哥": "sibling",
    "侄女": "niece_nephew", "侄子": "niece_nephew", "侄儿": "niece_nephew", "外甥": "niece_nephew", "外甥女": "niece_nephew",
    "侄": "niece_nephew", "甥": "niece_nephew", "孙子": "grandchild", "孙女": "grandchild", "外孙": "grandchild", "外孙女": "grandchild",
    "孙": "grandchild", "邻居": "neighbour", "隔壁邻居": "neighbour", "楼组长": "neighbour", "朋友": "friend", "同事": "friend",
    "同学": "friend", "战友": "friend", "学生": "friend", "亲戚": "relative", "亲属": "relative", "家属": "relative", "表弟": "relative",
    "表妹": "relative", "表哥": "relative", "表姐": "relative", "堂弟": "relative", "堂妹": "relative", "嫂子": "relative",
    "弟媳": "relative", "姐夫": "relative", "妹夫": "relative", "父亲": "parent", "母亲": "parent", "保姆": "helper", "阿姨": "helper",
    "护工": "helper", "钟点工": "helper", "居委干部": "committee", "居委": "committee", "居委会": "committee", "社工": "committee",
    "志愿者": "volunteer", "监护人": "guardian", "本人": "self",
}  # fmt: skip

# (pattern, code): the first that is found in the cell counts.
LIVING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("孤老|孤寡|无子女|三无", "childless"),
        ("非独居|不独居", "other"),
        ("独居|独自|一人居住|一个人住|单独居住|单身居住|一人户|独住", "alone"),
        ("空巢|纯老|老两口|与配偶|和配偶|与老伴|和老伴|夫妻|双老|二老|两老", "empty_nest"),
        ("与子女|和子女|同子女|子女同住|与儿子|与女儿|和儿子|和女儿|与家人|三代|与孙|与媳|随子女", "with_family"),
        ("与亲属|与亲戚|与兄弟|与姐妹|与保姆|与他人|合住|与父母|同住", "other"),
        ("养老院|福利院|敬老院|护理院|住院舍|机构", "other"),
    )
)
ABROAD = re.compile("(?:子女|儿女|儿子|女儿|孩子|小辈).{0,4}(?:国外|海外|境外|出国|美国|日本|澳洲|澳大利亚|加拿大|英国|德国|法国|新加坡|新西兰|移民)")

CONDITIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("高血压|血压高|血压偏高", "高血压"),
        ("糖尿病|血糖高", "糖尿病"),
        ("冠心病|心脏病|心衰|房颤|心绞痛|心肌梗|心血管|心脏|支架|起搏器", "冠心病"),
        ("中风|脑梗|脑溢血|脑出血|偏瘫|卒中|脑血栓", "中风后遗症"),
        ("帕金森", "帕金森"),
        ("痴呆|失智|认知障碍|认知症|阿尔茨海默|老年性?痴呆", "认知障碍"),
        ("腿脚不便|腿脚不好|行动不便|行走不便|关节炎|骨折|股骨|腰椎|骨质疏松|坐轮椅|轮椅|拄拐|腿疾", "腿脚不便"),
        ("白内障|青光眼|失明|视力|眼疾|盲|黄斑", "视力差"),
        ("听力|耳聋|耳背|重听|失聪|聋", "听力差"),
        ("慢阻肺|哮喘|支气管|肺气肿|气管炎|慢支|老慢支|肺病", "肺病"),
        ("肿瘤|癌|恶性", "肿瘤"),
        ("肾病|尿毒症|透析|肾衰|肾功能", "肾病"),
        ("痛风|高尿酸", "痛风"),
        ("抑郁|焦虑|精神病|精神分裂|精神障碍", "精神障碍"),
        ("高血脂|血脂高", "高血脂"),
        ("癫痫", "癫痫"),
        ("卧床|瘫痪", "卧床"),
    )
)
SELF_CARE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("完全失能|重度失能|全失能|不能自理|完全不能自理|全护理|全瘫|卧床|重度|无自理", "失能"),
        ("半失能|中度失能|部分自理|半自理|部分失能|半护理|轻度失能|需要?协助|介助|中度|偏瘫", "半失能"),
        ("失能|介护", "失能"),
        ("自理|健康|良好|尚可|一般|正常|较好|完好|能力完好", "自理"),
    )
)

DIETS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("糖尿病|少糖|低糖|无糖|控糖|忌糖|忌甜|不吃甜", "少糖"),
        ("低盐|少盐|忌咸|清淡|限盐", "低盐"),
        ("低脂|少油|忌油腻|不吃肥|忌油", "低脂"),
        ("痛风|低嘌呤", "低嘌呤"),
        ("忌海鲜|不吃海鲜|海鲜过敏|忌海产", "忌海鲜"),
        ("虾蟹|(?:忌|不吃|不能吃)[虾蟹]|[虾蟹]过敏|甲壳", "忌虾蟹"),
        ("忌鱼|不吃鱼|鱼过敏", "忌鱼"),
        ("花生", "忌花生"),
        ("大豆|豆制品|黄豆", "忌大豆"),
        ("坚果", "忌坚果"),
        ("忌蛋|不吃蛋|鸡蛋过敏|忌鸡蛋|蛋类过敏", "忌蛋"),
        ("忌奶|牛奶过敏|乳糖不耐|不喝牛奶|忌牛奶", "忌奶"),
        ("忌麸质|麸质|小麦过敏", "忌麸质"),
        ("清真|回民|回族|不吃猪肉|忌猪肉", "清真"),
        ("素食|吃素|全素|吃斋|素", "素食"),
        ("流质|糊状|鼻饲|打成?糊", "流质"),
        ("软食|软饭|烂饭|半流|牙口不好|切碎|煮烂|软烂", "软食"),
        ("忌辣|不吃辣|不辣", "忌辣"),
        ("不吃牛|忌牛肉", "忌牛肉"),
        ("不吃羊|忌羊肉", "忌羊肉"),
    )
)

STATUSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"(?<!妻)(?<!夫)(?<!配偶)(?<!老伴)(?<!丈夫)(?<!妻子)(?<!儿子)(?<!女儿)(?:已故|去世|过世|死亡|病故|亡故|逝世|病逝|离世|身故|已亡|已殁)", "dead"),
        ("(?<!未)(?:迁出|搬离|搬走|已搬|搬迁至|搬至|迁至|迁往|动迁|已迁|迁移|不在本街道|户口迁出|搬去|搬到)", "moved"),
        ("(?:住院中|住院|正在住院|在医院|入院)(?!史)", "hospital"),
        ("住养老院|入住养老院|进养老院|已入院舍|在养老院|住护理院|养老机构", "away"),
    )
)
NOT_IN_HOSPITAL = re.compile("已出院|出院|曾住院|住院史|未住院|住院过")

HARDSHIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("(?<!非)低保(?!边缘)|最低生活保障", "低保"),
        ("低收入|低保边缘|支出型贫困", "低收入"),
        ("特困|五保|三无老人", "特困"),
        ("失独|计划生育特殊|计生特扶|特扶", "失独"),
        ("劳模|劳动模范|先进工作者", "劳模"),
        ("归侨|侨眷|侨胞", "归侨"),
        ("残疾|残[一二三四1-4]级|持残证", "残疾"),
        ("优抚|烈属|军属|退役|退伍|复员|伤残军人|参战|老兵", "优抚"),
        ("离休|老干部", "离休"),
        ("百岁", "百岁"),
        ("重点(?:对象|老人|关爱|关注)", "重点老人"),
    )
)

NOTHING = re.compile(
    r"[-—–_/\\.。、,，?？*×xX~]*|无|没有|暂无|没|未|空|不详|未知|不明|无忌口|不忌口|无禁忌|均可|都可以|都吃|正常|普食|普通|无要求|无特殊要求?|无爱好|一般|"
    r"none|n/?a|nil|no",
    re.IGNORECASE,
)
# A cell that says "the same as above".
DITTO = frozenset(("同上", "〃", "″", '"', "''", "ˮ", '-"-', "同前", "同上。", "“", "”", "同 上"))
YES = frozenset(["√", "✓", "✔", "☑", "v", "V", "y", "Y", "yes", "Yes", "YES", "是", "有", "对", "○", "●", "◯", "1", "1.0", "true", "True", "TRUE", "*", "★", "打勾", "需", "需要", "要"])
NO = frozenset(["否", "无", "×", "✗", "✘", "☐", "n", "N", "no", "No", "NO", "0", "0.0", "false", "False", "FALSE", "没有", "不", "不是", "不需要", "不要", "-", "—", "/", "非"])

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷"
    "罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫"
    "乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡"
    "劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆"
    "师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付闫区仝佟佘冼覃谌邸郇苟朴栗仉揭麦丘代尉阳占迟眭奉伦佴哈但乃"
)
