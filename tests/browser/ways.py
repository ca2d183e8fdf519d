"""The ways in which a page is opened: in Chinese and English, on a wide and a narrow window.

`make test` goes two of the four, so that each language and each width comes once; `make test-long` goes all.
"""

import os

EACH_ONCE = [("zh-hans", "desk"), ("en", "phone")]
ALL = [*EACH_ONCE, ("zh-hans", "phone"), ("en", "desk")]
WAYS = ALL if os.environ.get("QIANSHOU_EXPLORE") == "1" else EACH_ONCE
