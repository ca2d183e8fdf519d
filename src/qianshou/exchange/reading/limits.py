"""How large a workbook may be before it is refused. A register of 242,600 rows and 15 columns needs under half of each."""

MAX_FILE_BYTES = 64 * 1024 * 1024
# What the parts of a zip file (xlsx, ods) may come to when unpacked; 242,600 rows are 184 MB.
MAX_UNPACKED_BYTES = 640 * 1024 * 1024
# A part that shrinks this much and is larger than SMALL_PART is no table that people typed (theirs shrink 5 to 30 times).
MAX_SHRINKAGE = 150
SMALL_PART = 8 * 1024 * 1024
MAX_PARTS = 2000
# A cell takes about 60 bytes while the sheet is held.
MAX_CELLS = 8_000_000
MAX_ROWS = 600_000
MAX_COLUMNS = 400
# Fewer columns than this is a list of something, not a table about people.
MIN_COLUMNS = 2
# Characters kept of one cell; a note is shorter, a cell of megabytes is an accident.
MAX_CELL_CHARACTERS = 4000
HEADER_WITHIN_ROWS = 10
