"""An amount of money in the capital figures of Chinese vouchers (中文大写金额): 壹贰叁 instead of 一二三, which a stroke would change. Pure.

《支付结算办法》 (银发〔1997〕393号) appendix 1, 正确填写票据和结算凭证的基本规定, sections 1, 2 and 5. Where it leaves a choice ("可以"), the first of its
examples is followed: 壹拾万柒仟元零伍角叁分, not 壹拾万零柒仟元伍角叁分.
"""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
MOST_FEN = 10**14 - 1  # 9999亿9999万9999元9角9分


def capitals(fen: int) -> str:
    """人民币壹仟肆佰零玖元伍角 for 140950 fen. ValueError below nothing and from a million million yuan on."""
    if not 0 <= fen <= MOST_FEN:
        raise ValueError(f"no amount on a voucher: {fen}")
    yuan, jiao, single = fen // 100, fen // 10 % 10, fen % 10
    text = _whole(yuan) + "元" if yuan else ""
    if not jiao and not single:
        return f"人民币{text or '零元'}整"
    # A nought between yuan and the small money is written: where no jiao stand, and where the yuan end in nought.
    if yuan and (not jiao or not yuan % 10):
        text += "零"
    return "人民币" + text + (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[single]}分" if single else "")


def _whole(yuan: int) -> str:
    """The yuan, group of four by group of four; one 零 for however many noughts stand between two figures."""
    text, gap = "", False
    for group, name in zip((yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4), GROUPS, strict=True):
        if not group:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += "零"
        text, gap = text + _four(group) + name, False
    return text


def _four(group: int) -> str:
    """1 … 9999: 壹仟零贰拾."""
    text, gap = "", False
    for digit, place in zip(f"{group:04d}", PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
        else:
            text += ("零" if gap else "") + DIGITS[int(digit)] + place
            gap = False
    return text
