"""A store's kitchen as a frozen value."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Station:
    """A place where dishes are made or handed out."""

    id: UUID
    name: dict[str, str]
    kind: str = "prep"
    pool: str | None = None
    is_default: bool = False
    sort: int = 0
    ack_seconds: int = 15
    warn_percent: int = 80
    printer: str | None = None
    print_always: bool = False
    diverted_to: UUID | None = None
    diverted_by: str | None = None
    stand_in_id: UUID | None = None
    divert_after_seconds: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Route:
    """Where lines go for which all given conditions hold. Hours as minutes of the store's wall clock, may pass midnight."""

    id: UUID
    station_id: UUID
    product_id: UUID | None = None
    category_id: UUID | None = None
    option_id: UUID | None = None
    channel: str | None = None
    weekdays: int | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Kitchen:
    """All stations and routes of a store at one version."""

    store_id: UUID
    version: int
    timezone: str
    stations: dict[UUID, Station]
    routes: tuple[Route, ...]

    @property
    def default(self) -> Station | None:
        """The station that catches what no rule names."""
        return next((s for s in self.stations.values() if s.is_default), None)
