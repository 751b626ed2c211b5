"""Each module here makes one format that goes out; `registry` lists them, and `source` says what they are made from."""
