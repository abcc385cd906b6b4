import pytest

from app.reading.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox():
    with Sandbox(2) as box:
        yield box
