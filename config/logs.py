"""What our own log leaves out: the addresses by which people answer back, whose codes and times would tell who they are."""

import logging
import re

SILENT = re.compile(r"(/open/(?:ask|receipt|report|rate|verify)/).+")


class Silent(logging.Filter):
    """Cuts the rest of such an address off what Django says of an answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(SILENT.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args)
        return True
