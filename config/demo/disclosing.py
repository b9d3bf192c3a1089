"""院务公开 of the demo hospital: the catalogue adopted in autumn, what was published since, what the public wrote in."""

from config.demo import disclosure_answering as answering
from config.demo import disclosure_asking as asking
from config.demo import disclosure_catalogue as catalogue
from config.demo import disclosure_drafts as drafts
from config.demo.clock import Clock
from config.demo.people import People
from disclosure.services import sheets


def begin(people: People) -> None:
    """The catalogue is adopted, the channels are named, the first texts are published."""
    catalogue.adopt(by=people["office"])
    answering.open_channels(people)
    drafts.begin(people)


def lately(people: People, clock: Clock) -> None:
    """What was published, taken off, asked and answered in the last weeks; every sheet is printed."""
    catalogue.lay(by=people["office"])
    drafts.in_november(people)
    asking.lay(clock)
    answering.lay(people)
    sheets.print_waiting()
