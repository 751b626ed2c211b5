"""The app in the terminal: a folder for each screen, with its rows and its styles, over `base` and `widgets`.

`app` holds the session and changes screens; `screens` names them; only these folders know Textual.
"""
