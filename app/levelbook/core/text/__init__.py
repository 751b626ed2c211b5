"""Text and figures as people type and read them: cleaning, days, numbers, rounding, types of fields."""
