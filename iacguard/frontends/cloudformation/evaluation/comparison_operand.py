"""What is looked at in order to decide: a question with candidates, or a value."""

from __future__ import annotations

from typing import Any

from ....core.value import Value
from ..stacks.stack import Frame, Owned, Passed, origin_of, reference_of
from ..text.document import Node
from .evaluating import Evaluation
from .parameter_values import PSEUDO_PARAMETERS
from .questions import Question


def operand(evaluation: Evaluation, node: Node, frame: Frame) -> Question | Value[Any]:
    """Return the question that a node asks, when it is a plain Ref to one; else its value."""
    name = reference_of(node)
    while name is not None and name not in frame.bindings:
        if name in PSEUDO_PARAMETERS and name != "AWS::NotificationARNs":
            return evaluation.questions["", name]
        match origin_of(frame.stack, name):
            case Owned(stack=stack, parameter=parameter):
                if parameter.is_list or parameter.is_looked_up:
                    break
                return evaluation.questions[stack.prefix, parameter.name]
            case Passed(node=node, frame=frame):
                name = reference_of(node)
            case _:
                break
    return evaluation.value(node, frame)
