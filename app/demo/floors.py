"""Floor plans: areas with tables, in centimetres."""

from dataclasses import dataclass

TWO, FOUR, SIX, ROUND, BAR = "two", "four", "six", "round", "bar"
# (seats, width, height, shape) of each kind of table.
KINDS = {
    TWO: (2, 70, 70, "square"),
    FOUR: (4, 120, 80, "long"),
    SIX: (6, 180, 80, "long"),
    ROUND: (10, 160, 160, "round"),
    BAR: (1, 60, 50, "square"),
}
STEP_X, STEP_Y, EDGE = 200, 180, 60


@dataclass(frozen=True, slots=True)
class Area:
    """An area: names, the letter of its tables, and its rows of tables from the front."""

    zh: str
    en: str
    letter: str
    rows: tuple[tuple[str, ...], ...]

    def tables(self) -> list[dict[str, object]]:
        """The tables as the floor service takes them, numbered row by row."""
        made: list[dict[str, object]] = []
        for down, row in enumerate(self.rows):
            for across, kind in enumerate(row):
                seats, width, height, shape = KINDS[kind]
                made.append(
                    {
                        "name": f"{self.letter}{len(made) + 1}",
                        "seats": seats,
                        "x": EDGE + across * STEP_X,
                        "y": EDGE + down * STEP_Y,
                        "w": width,
                        "h": height,
                        "shape": shape,
                    }
                )
        return made


FLOORS: dict[str, tuple[Area, ...]] = {
    "SH01": (
        Area("大堂", "Hall", "A", ((TWO,) * 5, (FOUR,) * 4, (TWO,) * 5, (FOUR,) * 4)),
        Area("窗边吧台", "Window bar", "B", ((BAR,) * 6,)),
        Area("露台", "Terrace", "L", ((FOUR, FOUR, FOUR), (TWO, TWO))),
        Area("包间", "Private room", "P", ((ROUND,),)),
    ),
    "HZ01": (
        Area("一楼", "Ground floor", "A", ((TWO,) * 4, (FOUR,) * 4, (FOUR,) * 3)),
        Area("二楼湖景", "Upstairs, lake view", "H", ((FOUR, FOUR, FOUR), (SIX, SIX), (ROUND,))),
    ),
    "CD01": (
        Area("堂食", "Hall", "A", ((TWO,) * 4, (FOUR,) * 4, (TWO,) * 4)),
        Area("院坝", "Yard", "Y", ((FOUR, FOUR, FOUR), (SIX, SIX))),
    ),
}
