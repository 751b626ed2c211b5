"""The app's commands and keys, as plain data for the app and for the command line.

commands        every command, described once; a new command is a line there
key_names       what a key is called in a settings file, and on the screen
user_settings   a person's own theme and keys, read from a file
effective_keys  the keys as they are now: the table's, or a person's own
"""
