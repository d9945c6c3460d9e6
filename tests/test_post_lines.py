"""Lines over posts that say who wrote them and when: of one form, all stay or none."""

from types import SimpleNamespace

from archtool.blocks import html
from archtool.judge.post_lines import post_lines

POST = '<div class="post" id="post-{0}"><div class="head">Keeper {0} on 2024-05-0{0}</div><p>The wheel turns, says {0}.</p></div>'


def yielded(source: str, dropped: set[str]) -> set[str]:
    """Return the lines that come back where the model has dropped those that contain one of ``dropped``."""
    reading = html.read(html.parse(source))
    view = SimpleNamespace(blocks=reading.blocks, pieces=SimpleNamespace(reading=reading))
    kept = [not any(text in block.text for text in dropped) for block in reading.blocks]
    removed = [index for index, stays in enumerate(kept) if not stays]
    return {reading.blocks[index].text for index in post_lines(view, kept, removed)}  # type: ignore[arg-type]


def test_a_line_whose_like_is_kept_over_other_posts_comes_back() -> None:
    thread = "".join(POST.format(number) for number in range(1, 6))
    assert yielded(thread, {"Keeper 3", "Keeper 4"}) == {"Keeper 3 on 2024-05-03", "Keeper 4 on 2024-05-04"}


def test_a_line_without_its_post_stays_out() -> None:
    thread = "".join(POST.format(number) for number in range(1, 6))
    assert yielded(thread, {"Keeper 3", "says 3"}) == set()


def test_lines_that_the_model_drops_stay_out_where_it_drops_nearly_all() -> None:
    thread = "".join(POST.format(number) for number in range(1, 6))
    assert yielded(thread, {f"Keeper {number}" for number in range(2, 6)}) == set()


def test_counters_and_lines_of_another_form_stay_out() -> None:
    thread = "".join(POST.format(number) + "<p class=likes>5 likes, 12:00</p>" for number in range(1, 6))
    assert yielded(thread + "<footer>Copyright 2024</footer>", {"likes", "Copyright"}) == set()
