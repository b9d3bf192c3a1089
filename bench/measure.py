"""Taking times, and one measured line: a figure, its bare twin of the same run, and the goal."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One line of the report; times in seconds."""

    name: str
    seconds: float
    bare: float = 0.0
    """The bare job's median; 0 where there is none."""
    goal: float = 0.0
    """Most times the bare job; 0 where the goal is none of speed."""
    facts: dict[str, float] = field(default_factory=dict)
    """Other figures: statements, KB, MB…"""
    limits: dict[str, float] = field(default_factory=dict)
    """Fact → the most it may be."""

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare if self.bare else 0.0

    @property
    def missed(self) -> list[str]:
        """What is above its goal, in words."""
        over = [f"{name} > {most:g}" for name, most in self.limits.items() if self.facts[name] > most]
        return [f"ratio > {self.goal:g}", *over] if self.goal and self.ratio > self.goal else over


class Counter:
    """Counts statements (`connection.execute_wrapper`) without keeping them; requests don't reset it."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def seconds(job: Callable[[], object]) -> float:
    """One run by the wall, for the database's time counts too."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def medians(*jobs: Callable[[], object], rounds: int) -> list[float]:
    """The median of each job, run in turn so that a busy machine is busy for all of them."""
    times: list[list[float]] = [[] for _job in jobs]
    for _round in range(rounds):
        for job, own in zip(jobs, times, strict=True):
            own.append(seconds(job))
    return [statistics.median(own) for own in times]
