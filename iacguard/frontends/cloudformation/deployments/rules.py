"""The Rules section: which parameters CloudFormation refuses to deploy with."""

from __future__ import annotations

from ....core.verdict import Verdict
from ..evaluation.conditions import truth
from ..evaluation.evaluating import Evaluation
from ..stacks.stack import Frame, Stack
from ..text.document import ListNode, MapNode, followed


def is_refused(evaluation: Evaluation, stack: Stack) -> bool:
    """Return whether some assertion certainly fails."""
    for named in stack.template.rules.values():
        body = followed(named.node)
        if not isinstance(body, MapNode):
            continue
        frame = Frame(stack, named.bindings)
        guard, assertions = body.get("RuleCondition"), body.get("Assertions")
        listed = followed(assertions) if assertions is not None else None
        if not isinstance(listed, ListNode):
            continue
        if guard is not None and truth(evaluation, guard, frame) is not Verdict.PASS:
            continue
        for element in listed.elements:
            assertion = followed(element)
            claim = assertion.get("Assert") if isinstance(assertion, MapNode) else None
            if claim is not None and truth(evaluation, claim, frame) is Verdict.FAIL:
                return True
    return False
