"""The tree of a template and the ways to walk it."""

from __future__ import annotations

from iacguard.frontends.cloudformation.text.document import (
    Alias,
    Entry,
    Key,
    ListNode,
    MapNode,
    Scalar,
    Tagged,
    anchors,
    followed,
    walk,
)

ONE = Scalar(5, 6, 1, "1", is_plain=True)
TWO = Scalar(8, 9, 2, "2", is_plain=True)


def test_a_value_is_found_by_its_key():
    """A map gives the value under a key, and None for a key that is not written."""
    node = MapNode(0, 9, {"A": Entry(Key(0, 1, "A"), ONE)})

    assert (node.get("A"), node.get("B")) == (ONE, None)


def test_an_alias_is_followed_to_what_is_written():
    """A merged entry is an alias of the entry's own value, be that an alias too."""
    alias = Alias(30, 32, Alias(20, 22, ONE))

    assert followed(alias) == ONE
    assert followed(ONE) == ONE
    assert anchors(alias) == ((30, 32), (20, 22), (5, 6))
    assert anchors(ONE) == ((5, 6),)


def test_a_walk_meets_each_written_node_once_parents_first():
    """Lists, maps, repeated keys and unknown tags are entered; aliases are not."""
    tagged = Tagged(3, 6, "!Foo", ONE)
    alias = Alias(10, 12, tagged)
    again = Entry(Key(7, 8, "A"), TWO)
    inner = ListNode(2, 6, (tagged, alias))
    root = MapNode(0, 12, {"A": Entry(Key(0, 1, "A"), inner)}, (again,))

    assert [root, inner, tagged, ONE, alias, TWO] == list(walk(root))


def test_a_walk_does_not_recurse():
    """A tree deeper than the interpreter's stack can be walked."""
    node = ListNode(0, 0, ())
    for _ in range(100_000):
        node = ListNode(0, 0, (node,))

    assert sum(1 for _ in walk(node)) == 100_001

    # Taken apart level by level: freeing it as a whole is the interpreter's own affair.
    while node.elements:
        (node,) = node.elements
