"""A block of ours is put into a text, found again and taken out, and the text around it stays."""

from __future__ import annotations

import pytest

from whosent.adapters.mta.blocks import Blocks

BLOCKS = Blocks("# begin\n", "# end\n")


@pytest.mark.parametrize(("text", "place"), [("", 0), ("a\nb\n", 0), ("a\nb\n", 2), ("a\nb\n", 4)])
def test_in_and_out_again(text: str, place: int) -> None:
    with_block = BLOCKS.put(text, place, "ours\n")
    assert BLOCKS.of(with_block) == "# begin\nours\n# end\n"
    assert BLOCKS.without(with_block) == text
    assert BLOCKS.put(with_block, 0, "ours\n") == with_block
    assert BLOCKS.put(with_block, 0, "new\n") == with_block.replace("ours", "new")


@pytest.mark.parametrize("text", ["", "a\n", "# begin\n", "# end\n", "# end\n# begin\n"])
def test_without_a_block_nothing_is_taken_out(text: str) -> None:
    assert BLOCKS.of(text) == ""
    assert BLOCKS.without(text) == text
