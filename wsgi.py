"""The app, for servers: ``gunicorn wsgi:app``; ``flask --app wsgi`` for commands."""

from app.cli import make_app

app = make_app()
