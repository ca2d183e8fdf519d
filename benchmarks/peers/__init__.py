"""Other people's solvers, given the same street day as ours, each as well as we know how.

Each module has `NAME`, `GIVEN` (how it was told of pairs, lunch, tiers and continuity, for docs/benchmarks.md) and
`solve(day, seconds, seed) -> solution` in the street days' format; one thread.
"""
