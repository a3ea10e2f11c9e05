"""The frozen vocabulary: values only, no behaviour beyond small derived facts.

Every later stage speaks in these words and adds none of its own. Values are `msgspec.Struct(frozen=True)`:
they behave like frozen slotted dataclasses, cost a fifth to create, and encode to JSON without a detour
(see docs/adr/0002-msgspec-values.md).
"""
