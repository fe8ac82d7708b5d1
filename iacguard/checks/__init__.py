"""Relational checks: pure functions ``(entity, model, options) -> Judgement | None``.

One module a service. A rule file names its check as ``module.function``; None means that the
control does not concern the entity (a log group that no trail writes to).
"""
