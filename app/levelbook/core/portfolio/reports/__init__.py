"""What can be asked of a portfolio, as values: made of the sums that queries find, in the order in which people read.

Each report stands on the same question, whose answer says which teams it is over and which it leaves out.
"""
