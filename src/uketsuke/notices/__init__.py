"""通知: what a group is told; written with what it tells, sent later (``outbox``, ``delivery``).

A folder for each way to the reader: ``mail``, ``letter``; the page of the group is the third.
``bounces``: what comes back; ``wording``: texts that staff wrote; ``wishes``: what she wants to
get.
"""
