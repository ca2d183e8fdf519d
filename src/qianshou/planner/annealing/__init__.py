"""The annealing core: rounds as linked lists of stops, times mended only where a move changes them.

One source runs compiled (Numba) and as plain Python (`NUMBA_DISABLE_JIT=1`), with the same answers. Nothing outside
this folder knows its arrays; `model.Model` is the way in, `search.anneal` the way through.

* `jit`      the one file that imports Numba
* `layout`   the arrays: one record for each stop, carer and search
* `model`    plain lists (any format fills them) -> arrays
* `dice`     random numbers, the same in both worlds
* `links`    taking a stop out, putting it in, exchanging the tails of two rounds; and undoing it
* `times`    the longest path through the rounds, mended from the changed stops on
* `moves`    the neighbourhoods
* `whole`    what is counted of a round as a whole
* `loop`     many moves at one temperature
* `state`    the first plan put in, the best one read off
* `search`   temperatures, restarts, threads, the clock
"""
