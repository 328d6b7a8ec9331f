"""入口に共通: what the doors have in common; its parts on screens are in README.md here.

Who comes in: ``accounts`` and ``visits`` (who it is), ``guards`` (who may), ``addresses`` (from
where), ``second`` (factor), ``devices``, ``browsers`` (their names), ``passwords``, ``proof`` and
``away`` (the password again).

What is typed: ``forms``, ``fields``, ``dates``, ``uploads``, and the forms that both doors use
(``use``, ``things``, ``meeting``, ``waiting``, ``lottery``, ``registration``, ``suspension``,
``notice``).

What is said: ``sentences`` (each reason to refuse), ``refusals`` (on the page),
``which_field`` (and where there), ``failures``, ``written`` (days and money in words), ``stored``
(sentences that are rows), ``languages``, ``differences``, ``manuals``.

What is drawn: ``components`` (shown), ``charts``, ``papers`` and ``aloud`` (PDF), ``downloads``,
``ical``, ``folding``.

The machine: ``requests`` (numbered, logged), ``traffic``, ``metrics``, ``health``, ``private``,
``wellknown``.
"""
