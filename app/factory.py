"""Puts the app together from its rooms."""

from collections.abc import Callable
from typing import Any

import flask_smorest
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.routes
import inventory.routes
import kitchen.routes
import membership.routes
import pos.routes
from accounts.authentication import Authentication
from app import adapters, openapi, problems, screens, sockets, wiring
from app.config import Settings
from app.database import check_role, open_engine
from app.observing import init_logging, init_observing
from core.edge import Edge
from core.limits import init_limits

LARGEST_BODY = 8 * 1024 * 1024


class App(Flask):
    """A Flask whose API views run inside the edge's transaction."""

    edge: Edge
    engine: Engine
    settings: Settings

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: no view of ours is a coroutine, and to ask each of them at every request takes its time."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request; under /api/v1, inside one transaction."""
        rule = request.url_rule
        if request.routing_exception is None and rule is not None and rule.rule.startswith(openapi.PREFIX):
            view = super().dispatch_request
            if request.method == "OPTIONS":
                return view()
            return self.edge.run(self, view)
        return super().dispatch_request()


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest carries no types
    """The OpenAPI document; errors are answered by ``app.problems``."""

    def handle_http_exception(self, error: Any) -> Response:
        """In the product's own form."""
        return problems.of_http(error)


def create_app(settings: Settings, engine: Engine | None = None) -> App:
    """The whole application on one engine."""
    init_logging(settings.log_level, settings.log_format)
    app = App("zaotai", static_folder=None)
    app.settings = settings
    app.engine = engine or open_engine(settings)
    check_role(app.engine)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, **openapi.CONFIG)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # how Flask wraps
    authentication = Authentication(settings.secret_key)
    authentication.init_app(app)
    app.edge = Edge(app.engine, authentication)
    adapters.fill_ports(settings.var)
    wiring.connect()
    init_observing(app, app.engine, settings.redis_url)
    init_limits(app, settings.redis_url, enabled=settings.rate_limits)
    api = Api(app)
    openapi.init_openapi(api)
    for room in (accounts, pos, kitchen, inventory, membership):
        for blueprint in room.routes.BLUEPRINTS:
            api.register_blueprint(blueprint)
    problems.init_problems(app)
    screens.init_screens(app)
    sockets.init_sockets(app, authentication)
    return app
