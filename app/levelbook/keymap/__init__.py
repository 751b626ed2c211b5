"""The app's commands and keys, as plain data for the app and for the command line.

table    every command, described once; a new command is a line there
names    what a key is called in a settings file, and on the screen
present  the keys as they are now: the table's, or a user's own
"""
