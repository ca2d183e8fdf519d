"""Acts of exchange: a workbook is received, read, corrected, applied or dropped; a doubtful row is settled."""

from .applying import apply_batch, preview_batch, try_file
from .batches import correct_mapping, drop_batch, receive_file, run_in_background, start_applying
from .cases import keep_as_is, mend_id_number, merge_files, undo_case

__all__ = [
    "apply_batch", "correct_mapping", "drop_batch", "keep_as_is", "mend_id_number", "merge_files", "preview_batch", "receive_file",
    "run_in_background", "start_applying", "try_file", "undo_case",
]  # fmt: skip
