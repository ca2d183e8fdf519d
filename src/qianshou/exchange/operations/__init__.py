"""Acts of exchange: a workbook is received, read, corrected, applied or dropped; a doubtful row is settled; a person's file is erased."""

from .applying import apply_batch, preview_batch, try_file
from .batches import correct_mapping, drop_batch, receive_file, run_in_background, start_applying
from .cases import keep_as_is, mend_id_number, merge_files, undo_case
from .erasing import NotErasable, ask_erasure, drop_erasure, erase, finish_waiting
from .sealing_rows import seal_rows

__all__ = [
    "NotErasable", "apply_batch", "ask_erasure", "correct_mapping", "drop_batch", "drop_erasure", "erase", "finish_waiting", "keep_as_is",
    "mend_id_number", "merge_files", "preview_batch", "receive_file", "run_in_background", "seal_rows", "start_applying", "try_file", "undo_case",
]  # fmt: skip
