"""Where lines run side by side: tracks of the channels between rows and of the gutters between columns."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

Net = Hashable
Span = tuple[float, float]


def colour(spans: Mapping[Net, Span]) -> dict[Net, int]:
    """The lowest track for each net such that no two overlapping ones share it; short ones get the first tracks."""
    tracks: dict[Net, int] = {}
    taken: list[list[Span]] = []
    for net in sorted(spans, key=lambda net: (spans[net][1] - spans[net][0], spans[net], str(net))):
        tracks[net] = _place(spans[net], taken, 0)
    return tracks


def _place(span: Span, taken: list[list[Span]], lowest: int) -> int:
    track = lowest
    while track < len(taken) and any(low <= span[1] and span[0] <= high for low, high in taken[track]):
        track += 1
    while track >= len(taken):
        taken.append([])
    taken[track].append(span)
    return track


@dataclass
class Channel:
    """The lines that run between two rows: how far each goes, where it comes from above and where it leaves below."""

    spans: dict[Net, Span] = field(default_factory=dict)
    from_above: dict[Net, set[float]] = field(default_factory=lambda: defaultdict(set))
    to_below: dict[Net, set[float]] = field(default_factory=lambda: defaultdict(set))
    tracks: dict[Net, int] = field(default_factory=dict)
    shifted: set[Net] = field(default_factory=set)

    def add(self, net: Net, ends: Iterable[float]) -> None:
        low, high = self.spans.get(net, (float("inf"), float("-inf")))
        self.spans[net] = min(low, *ends), max(high, *ends)

    @property
    def size(self) -> int:
        return 1 + max(self.tracks.values(), default=-1)

    def _before(self, net: Net) -> set[Net]:
        """The nets that must run higher than `net`: they come from above where it leaves below."""
        return {other for other in self.spans if other != net and self.from_above[other] & self.to_below[net]}

    def _wish(self, net: Net) -> tuple[int, float, str]:
        """Order that spares crossings: what goes right begins with the rightmost, what goes left with the leftmost."""
        starts, ends = self.from_above[net] or {self.spans[net][0]}, self.to_below[net] or {self.spans[net][1]}
        goes_right = max(ends) > max(starts)
        return (0, -max(starts), str(net)) if goes_right else (1, min(starts), str(net))

    def settle(self) -> None:
        """Give each net its track; nets that each have to be above the other are parted by shifting one's way down."""
        waiting = sorted(self.spans, key=self._wish)
        before = {net: self._before(net) for net in waiting}
        taken: list[list[Span]] = []
        while waiting:
            ready = next((net for net in waiting if not before[net] & set(waiting)), None)
            if ready is None:
                ready = waiting[0]
                self.shifted.add(ready)
            waiting.remove(ready)
            lowest = 1 + max((self.tracks[other] for other in before[ready] if other in self.tracks), default=-1)
            self.tracks[ready] = _place(self.spans[ready], taken, lowest)


@dataclass
class Gutter:
    """The lines that run between two columns: those that belong to the left column keep left, the others right."""

    left: dict[Net, Span] = field(default_factory=dict)
    right: dict[Net, Span] = field(default_factory=dict)
    left_tracks: dict[Net, int] = field(default_factory=dict)
    right_tracks: dict[Net, int] = field(default_factory=dict)

    def add(self, net: Net, ends: Iterable[float], *, is_left: bool) -> None:
        spans = self.left if is_left else self.right
        low, high = spans.get(net, (float("inf"), float("-inf")))
        spans[net] = min(low, *ends), max(high, *ends)

    def settle(self) -> None:
        """Give each net its track, counted from the column that it belongs to."""
        self.left_tracks, self.right_tracks = colour(self.left), colour(self.right)

    @property
    def left_size(self) -> int:
        return 1 + max(self.left_tracks.values(), default=-1)

    @property
    def right_size(self) -> int:
        return 1 + max(self.right_tracks.values(), default=-1)
