"""The lake on an object store: the same answers, and never two next versions."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.facts.build import actuals, observation, observations, targets
from tests.facts.test_derived import _check
from trueup.facts import FactStore
from trueup.facts.lake.delta import Lake
from trueup.facts.lake.storage import Storage
from trueup.facts.record import CommitRecord
from trueup.facts.registry import registry_rows
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

Bucket = tuple[str, dict[str, str]]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.facts.object_store"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()


@pytest.fixture
def bucket(address: str) -> Bucket:
    name = f"lake-{uuid.uuid4().hex[:8]}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/{name}", method="PUT")).close()
    options = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "anyone",
        "AWS_SECRET_ACCESS_KEY": "anything",
        "AWS_REGION": "us-east-1",
    }
    return f"s3://{name}/book", options


def _open(folder: Path, bucket: Bucket) -> FactStore:
    return FactStore.open(folder, lake=bucket[0], storage_options=bucket[1])


def test_the_whole_life_of_facts(tmp_path: Path, bucket: Bucket) -> None:
    first = {"observations": observations(observation(), observation(day=2)), "targets": targets("k")}
    with _open(tmp_path, bucket) as store:
        store.append(first, key="a", source="s")
        store.drain()
        assert store.append(first, key="a", source="s").already
        for number in range(3):
            rows = observations(observation(day=2, actual=float(number)))
            store.append({"observations": rows}, key=str(number), source="s")
            with store.snapshot() as snapshot:
                assert actuals(snapshot) == {("k", 1): 1.0, ("k", 2): float(number)}
                assert snapshot.cells() is not None
                _check(snapshot)
            store.drain()
        store.compact(few=1)
        with store.snapshot() as snapshot:
            _check(snapshot)
    with _open(tmp_path / "elsewhere", bucket) as reader, reader.snapshot() as snapshot:
        assert snapshot.tables() == ("observations", "targets")
        assert actuals(snapshot) == {("k", 1): 1.0, ("k", 2): 2.0}


def test_of_two_who_publish_at_once_one_is_refused(bucket: Bucket) -> None:
    one, two = (Lake(Storage(*bucket)) for _ in range(2))
    one.publish(registry_rows([]), CommitRecord(store="one", seq=0))
    two.latest("batches")
    stale = two._latest["batches"]
    one.publish(registry_rows([]), CommitRecord(store="one", seq=1))
    two.latest = lambda _: stale  # type: ignore[method-assign]
    with pytest.raises(EngineError, match="at the same time"):
        two.publish(registry_rows([]), CommitRecord(store="two", seq=1))
    record = Lake(Storage(*bucket)).record()
    assert record is not None
    assert record.store == "one"


def test_a_store_that_is_not_there_is_an_error(tmp_path: Path, bucket: Bucket) -> None:
    options = {
        **bucket[1],
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "max_retries": "0",
        "retry_timeout": "1s",
        "connect_timeout": "1s",
    }
    with (
        FactStore.open(tmp_path, lake=bucket[0], storage_options=options) as store,
        pytest.raises(EngineError, match="cannot open the fact table batches"),
    ):
        store.snapshot()
