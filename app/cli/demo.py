"""The demonstration brand."""

from flask.cli import AppGroup

demo = AppGroup("demo", help="A noodle chain of our own making, to try everything with.")
