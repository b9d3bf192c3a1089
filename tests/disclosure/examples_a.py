"""Examples of what the public reads, for tests that walk all addresses."""

from tests.arguments import Examples
from tests.disclosure import open_factories


def examples() -> Examples:
    """A publication of the catalogue stands open, so that each address has something to show."""
    open_factories.publish(open_factories.item("EX-01", name="采购结果"), "EX-01-1", "设备采购结果公示")
    return {
        "disclosure:topic": {"topic": "procurement"},
        "disclosure:item": {"code": "EX-01-1"},
        "disclosure:topic_feed": {"topic": "procurement"},
        "disclosure:data_file": {"name": "items", "format": "csv"},
    }
