"""Parts of an open sitting that several screens show: its clock, its beginning, what is parked, agreed evidence."""
