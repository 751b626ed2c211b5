"""A portfolio is many teams: the organisation, the tables of what was collected, and the values of each report."""
