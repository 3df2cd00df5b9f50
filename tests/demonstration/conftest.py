import pytest

from huoshui_core.demonstration import Demonstration, generate


@pytest.fixture(scope="session")
def region() -> Demonstration:
    return generate()
