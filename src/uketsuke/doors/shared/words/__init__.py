"""言葉: what is said.

``sentences`` has one for each reason to refuse; ``refusals`` puts it on the page, ``which_field``
says where there; ``failures`` is what is said when something breaks. ``written`` (days and money
in words), ``stored`` (sentences that are rows), ``languages``, ``differences`` (of two records),
``manuals``.
"""
