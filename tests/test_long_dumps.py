"""Long dumps: the cost of a page grows as its length does, whatever its lines are, and no topic of a list is lost."""

import time

import pytest

from archtool import clean
from archtool.model import Origin, Page

HEAD = "\n\n".join(
    (
        "Harbour dues rise",
        "28.05.2018",
        "The office of the harbour says that all dues rise by a tenth from June on, for boats of every length.",
        "Those who pay a year ahead keep the dues of this year, which the town has promised to the fishermen.",
    )
)


@pytest.mark.parametrize(
    "lines",
    [
        "Topics\nPort\n",
        "Author: Jane Roe\n",
        "Tags\nSubjects\nPort\nPlaces\n",
        "Editorial sections\nPort\nTags\nHarbour\nCategory\nNews\n",
        "Topics\n\nPort\n\n",
        "Archives\nShip\n",
    ],
)
def test_lines_that_may_be_labels_cost_linear_time(lines: str) -> None:
    def seconds(size: int) -> float:
        page = Page(f"{HEAD}\n\nTopics\n{lines * (size // len(lines))}", Origin("long.txt"))
        start = time.process_time()
        clean(page)
        return time.process_time() - start

    seconds(2_000)
    small, large = min(seconds(12_000) for _ in range(2)), seconds(120_000)
    assert large < small * 10 * 3  # ten times the size; quadratic cost would be a hundred times


@pytest.mark.parametrize("size", [119, 121, 500, 3000])
def test_a_list_of_topics_is_whole_however_long(size: int) -> None:
    names = [f"Quay {number}" for number in range(size)]
    names[::70] = [f"Culture {number}" for number in range(len(names[::70]))]
    record = clean(Page(f"{HEAD}\n\nTopics\n" + "\n".join(names) + "\nEditorial sections\nPorts", Origin("long.txt")))
    assert [name for name in record.topics if name != "Ports"] == names
    assert record.text.endswith("promised to the fishermen.")


def test_a_long_list_may_hold_words_that_are_labels_elsewhere() -> None:
    names = [f"Quay {number}" for number in range(300)]
    names[140], names[200] = "Publications", "Tags"
    record = clean(Page(f"{HEAD}\n\nTopics\n" + "\n".join(names) + "\nEditorial sections\nPorts", Origin("long.txt")))
    assert set(names[:140]) <= set(record.topics)
    assert {f"Quay {number}" for number in range(201, 300)} <= set(record.topics)
