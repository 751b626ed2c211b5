"""Each module here is one command, `levelbook NAME`, as a click command called `command`."""
