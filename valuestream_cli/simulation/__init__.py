"""Streams under load: discrete events, over the same model as the analysis.

`plan` makes a stream ready, `loop` lets it run once, `replications` often, `summary` says what came of it, and
`formats` writes it down.
"""
