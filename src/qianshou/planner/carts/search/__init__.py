"""The search for cart rounds: doors taken out near each other and put back where they cost least, tens of thousands of times a second.

Every plan it stands on keeps every rule. One source runs compiled (Numba) and as plain Python (`NUMBA_DISABLE_JIT=1`), with the same answers.
Nothing outside this folder knows its arrays; `arrays.lay_out` is the way in, `loop.improve` the way through, `arrays.order_of` the way out.

* `layout`    the arrays
* `arrays`    a problem -> arrays, and the best order back
* `spans`     trips as spans of time
* `rounds`    the trips of one cart, one after the other
* `ruin`, `recreate`   doors out, doors in
* `whole`     trips moved as a whole
* `keeping`   taking a turn back
* `loop`      many turns at one temperature
"""
