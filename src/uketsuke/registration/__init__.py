"""利用者登録: applied for, decided from papers, renewed, suspended.

``actions`` (apply, decide), ``terms`` (renewal and end, by the rule in ``term``),
``suspensions``; ``doubles`` finds who is on record already, ``sources`` slows who applies too
often, ``papers`` and ``photos`` are what may be sent ahead, ``steps`` what applications share.
"""
