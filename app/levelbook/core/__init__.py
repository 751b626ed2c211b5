"""The core holds what is true: pure functions over frozen values, which read no file and no clock and ask nobody.

questionnaire  what is asked
answers        what is said
assessment     what follows: scores, gaps, what moved
portfolio      many teams
text           cleaning, days, rounding
errors         every failure that a person can meet
frozen         how a value is made that nobody changes
"""
