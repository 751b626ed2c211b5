"""The reports of a portfolio, as values made from the sums of queries, in reading order.

All reports share one question, whose answer lists the teams that are included and left out.
"""
