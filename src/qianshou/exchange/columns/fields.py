"""What a column of an office's table can be: its code, and the words that offices put over it.

`heads` are whole headings without spaces and brackets; a heading that merely contains one counts for less. `strong` fields are
known by their content alone (an ID number looks like nothing else). `many`: several columns may carry the field.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One meaning of a column."""

    code: str
    heads: tuple[str, ...]
    strong: bool = False
    many: bool = False


def _field(code: str, heads: str, *, strong: bool = False, many: bool = False) -> Field:
    return Field(code, tuple(heads.split()), strong, many)


REGISTER_FIELDS: tuple[Field, ...] = (
    _field("serial", "序号 编号 序 no no. 号码 行号 档案号 档案编号 # 顺序号 流水号 serial index"),
    _field(
        "committee",
        "居委会 居委 居民区 居民委员会 所属居委 所属居委会 所在居委 所在居委会 居委名称 居委会名称 社区 所属社区 所在社区 村居 村居委 居村委 村居委会 居村 "
        "村委会 居民区名称 片区 committee neighbourhood",
        strong=True,
    ),
    _field("street", "街道 街镇 所属街道 街道镇 乡镇街道 街道乡镇 区县 区"),
    _field("name", "姓名 老人姓名 老年人姓名 长者姓名 本人姓名 对象姓名 服务对象姓名 名字 老人 长者 服务对象 申请人 申请人姓名 被关爱人 name fullname elder"),
    _field("sex", "性别 老人性别 sex gender", strong=True),
    _field("birth", "出生年月 出生日期 出生年月日 生日 出生 出生时间 生年月日 birth birthday dob birthdate dateofbirth", strong=True),
    _field("age", "年龄 周岁 岁数 实足年龄 虚岁 age"),
    _field(
        "id_number",
        "身份证号 身份证 身份证号码 公民身份号码 公民身份证号 居民身份证号 居民身份证号码 身份证件号 身份证件号码 证件号 证件号码 有效证件号码 "
        "身份号码 身份证编号 idnumber idcard idno id",
        strong=True,
    ),
    _field(
        "address",
        "住址 地址 家庭住址 现住址 现住地址 居住地址 现居住地 现居住地址 实际居住地 实际居住地址 实际住址 家庭地址 详细地址 详细住址 居住地 住所 常住地址 "
        "实住地址 居住处 住处 address homeaddress",
        strong=True,
    ),
    _field("registered_address", "户籍地址 户口地址 户籍所在地 户籍地 户口所在地 户籍 户口 户籍住址"),
    _field("road", "路名 路 街路 道路 路街 road"),
    _field("lane", "弄 弄号 路弄 里弄 所在弄 小区 小区名称 居住小区 所在小区 弄/小区 路名弄号 小区弄 弄小区 lane"),
    _field("door", "门牌 室号 门牌号 门牌室号 楼室 房号 号室 楼栋门牌 门牌号码 几号几室 单元室号 门室 门牌号室号 door room"),
    _field("house", "号 幢号 楼号 栋号 门号 号牌 楼栋 幢"),
    _field("room", "室 房间号 房间 房室号"),
    _field(
        "living",
        "居住情况 居住状况 居住状态 居住类型 居住方式 家庭类型 家庭情况 家庭结构 老人类型 老人类别 人员类别 独居情况 同住情况 居家情况 居住形式 "
        "家庭状况 家庭居住情况 living household",
    ),
    _field(
        "health",
        "身体状况 健康状况 健康情况 身体情况 病史 疾病 慢性病 患病情况 既往病史 既往史 疾病史 主要疾病 慢病 慢性病史 病情 身体 健康 health",
        many=True,
    ),
    _field("self_care", "自理能力 自理程度 自理情况 失能等级 失能情况 生活自理能力 能力等级 照护等级 生活能力", many=True),
    _field(
        "phone",
        "联系电话 电话 电话号码 手机 手机号 手机号码 固定电话 固话 宅电 住宅电话 家庭电话 本人电话 老人电话 联系方式 座机 移动电话 本人手机 电话手机 "
        "联系号码 本人联系电话 老人联系电话 老人手机 电话1 电话2 手机1 手机2 telephone phone mobile tel",
        strong=True,
        many=True,
    ),
    _field(
        "contact",
        "紧急联系人 联系人 家属 家属联系方式 监护人 子女情况 子女联系方式 亲属 应急联系人 紧急联系方式 家属及电话 紧急联络人 亲属联系方式 家属情况 子女 "
        "监护人及电话 emergencycontact contact",
        strong=True,
        many=True,
    ),
    _field(
        "contact_name",
        "紧急联系人姓名 联系人姓名 家属姓名 监护人姓名 子女姓名 亲属姓名 应急联系人姓名 紧急联络人姓名 联络人姓名 联系人名字 contactname",
        many=True,
    ),
    _field(
        "contact_relation",
        "关系 与老人关系 与本人关系 与其关系 亲属关系 与联系人关系 称谓 紧急联系人关系 联系人关系 与老人的关系 与本人的关系 家属关系 关系称谓 relation relationship",
        strong=True,
        many=True,
    ),
    _field(
        "contact_phone",
        "紧急联系人电话 联系人电话 家属电话 监护人电话 子女电话 亲属电话 紧急联系电话 应急电话 应急联系电话 紧急联系人手机 联系人手机 家属联系电话 "
        "紧急联系人联系电话 联系人联系方式 紧急联系人联系方式 联系人联系电话 紧急电话 联络人电话 家属手机 contactphone",
        many=True,
    ),
    _field("diet", "饮食禁忌 饮食 忌口 饮食要求 饮食习惯 饮食特殊要求 饮食忌口 过敏食物 食物过敏 饮食情况 饮食需求 忌食 禁忌 diet"),
    _field("hobbies", "爱好特长 爱好 特长 兴趣爱好 兴趣 才艺 专长 文体特长 业余爱好 特长爱好 兴趣特长 hobbies interests talents", many=True),
    _field("meals", "用餐 助餐 送餐 订餐 助餐需求 送餐需求 用餐安排 用餐情况 助餐日 送餐日 就餐 就餐情况 助餐情况 送餐情况 助餐服务 配餐 午餐 meals lunch"),
    _field("status", "状态 人员状态 现状 老人状态 变动情况 人员变动 变更情况 在册情况 动态 status"),
    _field("hardship", "困难情况 特殊身份 身份类别 困难类别 优待类别 救助类别 人员身份 人群类别 特殊类别 特殊人群 保障类别 经济状况 经济情况", many=True),
    _field("dialect", "方言 语言 使用语言 dialect"),
    _field("key_holder", "备用钥匙 钥匙 钥匙保管 钥匙保管人 备用钥匙保管人 sparekey"),
    _field("remark", "备注 说明 其他 其它 情况说明 注 特殊情况 备注说明 其他情况 其他说明 remark remarks note notes", many=True),
    _field("flag", "", many=True),
    _field("other", "民族 文化程度 婚姻状况 政治面貌 原工作单位 退休单位 医保类型 宗教信仰 血型 籍贯 填表日期 登记日期 登记人 经办人 签名", many=True),
)

CARER_FIELDS: tuple[Field, ...] = (
    _field("staff_code", "工号 编号 员工号 人员编号 序号 no"),
    _field("name", "姓名 关爱员姓名 员工姓名 护理员姓名 志愿者姓名 名字 name", strong=False),
    _field("sex", "性别 sex", strong=True),
    _field("birth", "出生日期 出生年月 生日 出生 出生年月日"),
    _field("id_number", "身份证号 身份证 身份证号码 公民身份号码 证件号码", strong=True),
    _field("phone", "手机 电话 联系电话 手机号码 手机号 联系方式", strong=True),
    _field("tier", "类别 岗位 层级 人员类别 身份 类型 队伍 职务 岗位类别 tier", strong=True),
    _field("skills", "技能 服务项目 可提供服务 服务内容 擅长服务 技能项目 服务技能 skills"),
    _field("hours", "每周可上门 每周工时 每周小时 周工时 每周可上门小时 可上门小时 每周服务时间 每周工作小时 每周时间 工时"),
    _field("lane", "出发地 住址 地址 家庭住址 居住地 常驻地点 现住址 出发地点 驻点"),
    _field("dialects", "方言 语言 会说方言 dialects"),
    _field("hobbies", "特长 爱好特长 爱好 兴趣爱好 兴趣 才艺"),
    _field("since", "入职日期 入职时间 上岗日期 聘用日期 加入日期 到岗日期 入职 起始日期"),
    _field("committee", "居委会 所属居委会 居委 居民区 服务居委会 责任居委会"),
    _field("remark", "备注 说明 其他", many=True),
)

PLACE_FIELDS: tuple[Field, ...] = (
    _field("lane", "弄/小区 弄小区 弄 小区 地名 地点 名称 小区名称 路弄 地址 住址 里弄 place lane name"),
    _field("committee", "居委会 所属居委会 居委 居民区 所属居委 社区", strong=True),
    _field("longitude", "经度 lng lon longitude x", strong=True),
    _field("latitude", "纬度 lat latitude y", strong=True),
    _field("remark", "备注 说明", many=True),
)

MENU_FIELDS: tuple[Field, ...] = (
    _field("date", "日期 用餐日期 供餐日期 day date", strong=True),
    _field("weekday", "星期 周几 星期几 weekday"),
    _field("main", "大荤 主荤 荤菜 荤菜1 荤菜一 全荤 菜1 菜一 main", many=False),
    _field("second", "小荤 半荤 荤菜2 荤菜二 菜2 菜二 second"),
    _field("vegetable", "素菜 蔬菜 时蔬 素 菜3 菜三 vegetable"),
    _field("soup", "汤 汤品 例汤 soup"),
    _field("staple", "主食 饭 米饭 staple"),
    _field("price", "价格 餐费 单价 price"),
    _field("remark", "备注 说明", many=True),
)

MEMBER_FIELDS: tuple[Field, ...] = (
    _field("serial", "序号 序 no no. 行号 # 顺序号 编号 runningnumber"),
    _field("card", "会员证号 会员号 证号 会员编号 会员证 会员证编号 card cardnumber"),
    _field("name", "姓名 会员姓名 志愿者姓名 名字 name"),
    _field("sex", "性别 sex gender", strong=True),
    _field("birth", "出生日期 出生年月 出生年月日 生日 出生 birth birthdate dateofbirth"),
    _field("id_number", "身份证号 身份证 身份证号码 公民身份号码 证件号码 idnumber", strong=True),
    _field("phone", "电话 手机 联系电话 电话号码 手机号码 手机号 联系方式 telephone phone mobile", strong=True),
    _field("address", "住址 地址 家庭住址 现住址 居住地址 家庭地址 address"),
    _field("groups", "小组 所在小组 所属小组 组别 团队 所属团队 队伍 活动小组 兴趣小组 groups group"),
    _field("office", "职务 协会职务 担任职务 任职 会内职务 office"),
    _field("office_since", "任职日期 任职时间 任职起始 当选日期 officesince"),
    _field("member_since", "入会日期 入会时间 加入日期 加入时间 入会 入会年月 参加日期 joinedon joined membersince"),
    _field("committee", "居委会 所属居委会 居委 居民区 社区 committee"),
    _field("remark", "备注 说明 其他 remarks remark", many=True),
)

FIELDS_OF: dict[str, tuple[Field, ...]] = {
    "register": REGISTER_FIELDS,
    "carers": CARER_FIELDS,
    "places": PLACE_FIELDS,
    "menu": MENU_FIELDS,
    "members": MEMBER_FIELDS,
}

# Without one of these a sheet is not a table of that kind.
REQUIRED_OF: dict[str, tuple[str, ...]] = {
    "register": ("name",),
    "carers": ("name",),
    "places": ("lane",),
    "menu": ("date",),
    "members": ("name",),
}

# A column of ticks (√, 是, 1) headed by one of these says that of the person.
FLAG_HEADS: dict[str, str] = {
    "独居": "living:alone", "独居老人": "living:alone", "是否独居": "living:alone", "空巢": "living:empty_nest", "纯老家庭": "living:empty_nest",
    "孤老": "living:childless", "是否孤老": "living:childless", "子女在国外": "abroad", "子女国外": "abroad", "低保": "hardship:低保",
    "是否低保": "hardship:低保", "低收入": "hardship:低收入", "特困": "hardship:特困",
    "失独": "hardship:失独", "是否失独": "hardship:失独", "失独家庭": "hardship:失独",
    "劳模": "hardship:劳模", "归侨": "hardship:归侨", "残疾": "hardship:残疾", "是否残疾": "hardship:残疾",
    "优抚": "hardship:优抚", "退役军人": "hardship:优抚", "住院": "status:hospital", "已故": "status:dead",
    "是否用餐": "meals", "是否助餐": "meals", "是否送餐": "meals", "是否订餐": "meals", "重点": "hardship:重点老人", "重点对象": "hardship:重点老人",
    "重点老人": "hardship:重点老人", "是否重点": "hardship:重点老人",
}  # fmt: skip
