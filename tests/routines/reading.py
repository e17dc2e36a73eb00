"""Pages as the tests of routines read them: what they cost, and what they say."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
# Only a test, whose outer transaction lives on, asks for these.
OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
MOST = 12


@contextmanager
def at_most_twelve_queries() -> Iterator[None]:
    """The page costs no more than the house allows."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(OF_THE_TEST)]
    if asked and "set_config" in asked[-1]:
        asked.pop()
    assert len(asked) <= MOST, "\n".join([str(len(asked)), *(sql[:150] for sql in asked)])


def text_of(client: Client, address: str) -> str:
    """The page in words; it must be there."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())
