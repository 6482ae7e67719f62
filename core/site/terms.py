"""The 24 solar terms: on which village day the sun stands where."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import cos, radians, sin

from core.clock import village_day
from core.words import _l

# From the winter one at the beginning of the year on; the first stands at longitude 285 degrees.
NAMES = (
    _l("小寒"), _l("大寒"), _l("立春"), _l("雨水"), _l("惊蛰"), _l("春分"),
    _l("清明"), _l("谷雨"), _l("立夏"), _l("小满"), _l("芒种"), _l("夏至"),
    _l("小暑"), _l("大暑"), _l("立秋"), _l("处暑"), _l("白露"), _l("秋分"),
    _l("寒露"), _l("霜降"), _l("立冬"), _l("小雪"), _l("大雪"), _l("冬至"),
)  # fmt: skip
SEASONS = ("winter",) * 2 + ("spring",) * 6 + ("summer",) * 6 + ("autumn",) * 6 + ("winter",) * 4
FIRST_LONGITUDE = 285
STEP = 15  # degrees from one term to the next
ROUND = 360
TROPICAL_YEAR = 365.242189
CENTURY = 36525  # days
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)

# Bretagnon and Simon's series for the sun (1986), two seconds of arc off at most: amplitude,
# phase in degrees, and degrees a century.
SUN = (
    (403406, 270.54861, 0.9287892), (195207, 340.19128, 35999.1376958),
    (119433, 63.91854, 35999.4089666), (112392, 331.26220, 35998.7287385),
    (3891, 317.843, 71998.20261), (2819, 86.631, 71998.4403), (1721, 240.052, 36000.35726),
    (660, 310.26, 71997.4812), (350, 247.23, 32964.4678), (334, 260.87, -19.4410),
    (314, 297.82, 445267.1117), (268, 343.14, 45036.8840), (242, 166.79, 3.1008),
    (234, 81.53, 22518.4434), (158, 3.50, -19.9739), (132, 132.75, 65928.9345),
    (129, 182.95, 9038.0293), (114, 162.03, 3034.7684), (99, 29.8, 33718.148),
    (93, 266.4, 3034.448), (86, 249.2, -2280.773), (78, 157.6, 29929.992),
    (72, 257.8, 31556.493), (68, 185.1, 149.588), (64, 69.9, 9037.750),
    (46, 8.0, 107997.405), (38, 197.1, -4444.176), (37, 250.4, 151.771),
    (32, 65.3, 67555.316), (29, 162.7, 31556.080), (28, 341.5, -4561.540),
    (27, 291.6, 107996.706), (27, 98.5, 1221.655), (25, 146.7, 62894.167),
    (24, 110.0, 31437.369), (21, 5.2, 14578.298), (21, 342.6, -31931.757),
    (20, 230.9, 34777.243), (18, 256.1, 1221.999), (17, 45.3, 62894.511),
    (14, 242.9, -4442.039), (13, 115.2, 107997.909), (13, 151.8, 119.066),
    (13, 285.3, 16859.071), (12, 53.3, -4.578), (10, 126.6, 26895.292),
    (10, 205.7, -39.127), (10, 85.9, 12297.536), (10, 146.1, 90073.778),
)  # fmt: skip
UNIT = 0.000005729577951308232  # of the amplitudes, in degrees


@dataclass(frozen=True, kw_only=True)
class Term:
    """The term that a day lies in, and the one that follows."""

    name: str
    season: str
    began: date
    next_name: str
    next_day: date

    def days_left(self, day: date) -> int:
        return (self.next_day - day).days


def term_on(day: date) -> Term:
    """Return the solar term of a village day, from 2000 to 2100."""
    around = [*_of_year(day.year - 1)[-1:], *_of_year(day.year), *_of_year(day.year + 1)[:1]]
    for (began, index), (next_day, next_index) in pairwise(around):
        if began <= day < next_day:
            return Term(
                name=str(NAMES[index]),
                season=SEASONS[index],
                began=began,
                next_name=str(NAMES[next_index]),
                next_day=next_day,
            )
    raise ValueError(day)


@lru_cache(maxsize=8)
def _of_year(year: int) -> tuple[tuple[date, int], ...]:
    """Return the days on which the year's 24 terms begin, each with its number."""
    return tuple((village_day(moment_of(year, index)), index) for index in range(len(NAMES)))


def moment_of(year: int, index: int) -> datetime:
    """Return when the sun reaches the term's longitude, good to a minute."""
    wanted = (FIRST_LONGITUDE + STEP * index) % ROUND
    moment = datetime(year, 1, 5, 20, tzinfo=UTC) + timedelta(days=TROPICAL_YEAR / 24 * index)
    for _step in range(4):
        days = (moment - J2000) / timedelta(days=1)
        off = (wanted - _longitude(days + _delta_t(year) / 86400) + 180) % ROUND - 180
        moment += timedelta(days=off * TROPICAL_YEAR / ROUND)
    return moment


def _longitude(days: float) -> float:
    """Return the sun's apparent longitude in degrees, so many days of even time after J2000."""
    c = days / CENTURY
    waves = sum(size * sin(radians(phase + speed * c)) for size, phase, speed in SUN)
    aberration = 0.0000974 * cos(radians(177.63 + 35999.01848 * c)) - 0.005575
    nutation = -0.004778 * sin(radians(124.90 - 1934.134 * c + 0.002063 * c * c)) - (
        0.0003667 * sin(radians(201.11 + 72001.5377 * c + 0.00057 * c * c))
    )
    return (282.7771834 + 36000.76953744 * c + UNIT * waves + aberration + nutation) % ROUND


def _delta_t(year: int) -> float:
    """Return the seconds by which the turning earth lags behind even time (Espenak, Meeus)."""
    since = year - 2000
    if year < 2050:  # noqa: PLR2004
        return 62.92 + 0.32217 * since + 0.005589 * since * since
    return -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year)
