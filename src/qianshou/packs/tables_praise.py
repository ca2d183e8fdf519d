"""The tables of appraisal and honours: name of the array, what a row becomes, and its own keys beside those that every row has."""

from . import fields as f
from .fields import Field
from .shapes_praise import AppraisalItem, AppraisalMark, AppraisalQuestion, HonourRule

# What the program can gather (merit.queries.appraisal_evidence); a pack weighs these and may leave some out.
ITEM_KINDS = ("done", "evidence", "concerns", "callbacks", "spot", "training", "feedback")
SCALES = ("worth", "heavy", "rule", "result")
# Marks that the program asks for by name (merit.queries.appraisal_doors): a pack without one of them cannot appraise.
MARKS = {
    "worth": ("on_time", "late", "missed", "scan", "tap_place", "call", "desk", "tap", "followed", "reported", "unnoticed", "yes", "partly", "no", "present", "absent", "praise",
              "partly_right", "justified"),
    "rule": ("said_least", "allowance_most", "band_light", "band_heavy", "follow_days", "calls_each", "call_tries"),
}  # fmt: skip
HONOUR_KINDS = ("points", "months", "years", "hours")

PRAISE = {
    "appraisal": (
        "item",
        AppraisalItem,
        {
            "kind": Field(f.one_of(*ITEM_KINDS)),
            "weight": Field(f.whole(1, 100)),
            "least": Field(f.whole(1, 100), 1),
            "zero": Field(f.whole(0, 99), 0),
            "full": Field(f.whole(1, 100), 100),
        },
    ),
    "appraisal_marks": (
        "mark",
        AppraisalMark,
        {
            "scale": Field(f.one_of(*SCALES)),
            "percent": Field(f.whole(0, 500)),
            "services": Field(f.many(f.code), ()),
            "words": Field(f.many(f.text), ()),
            "level": Field(f.whole(0, 9), 0),
        },
    ),
    "appraisal_questions": ("question", AppraisalQuestion, {"asked": Field(f.one_of("call", "spot"))}),
    "honours": (
        "honour",
        HonourRule,
        {
            "kind": Field(f.one_of(*HONOUR_KINDS)),
            "at": Field(f.whole(1, 1_000_000)),
            "for_zh": Field(f.text),
            "for_en": Field(f.text),
            "tiers": Field(f.many(f.code), ()),
            "fen": Field(f.whole(0, 10_000_000), 0),
            "gift_zh": Field(f.words, ""),
            "gift_en": Field(f.words, ""),
        },
    ),
}
