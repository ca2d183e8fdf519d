"""Which of the found people comes first."""

from enum import IntEnum


class Rank(IntEnum):
    """Where the words of a search stand; the smaller comes first. Within a rank people are in pinyin order.

    NAME, NAME_BEGINS   they are the very name, or its beginning
    READING, READING_BEGINS   one of its readings or initials, or their beginning
    INSIDE_NAME   inside the name, a reading or the initials
    ADDRESS   inside lane and door
    SCATTERED   each of them somewhere: "沈玉芳454弄", "zgh 5弄"
    PHONE_END   digits that stand in none of these: the end of a telephone
    """

    NAME = 0
    NAME_BEGINS = 1
    READING = 2
    READING_BEGINS = 3
    INSIDE_NAME = 4
    ADDRESS = 5
    SCATTERED = 6
    PHONE_END = 7
