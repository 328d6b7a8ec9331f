"""抽選: popular days are drawn in public, and anybody can check it (docs/ideas/draw.md).

Pure: ``entering`` (may she enter), ``parties`` (who looks like one), ``draw`` (stands alone),
``verify``, ``explain``, ``report``. Acts: ``actions`` (her entries), ``rounds`` (they make
themselves), ``ceremony``, ``awards`` (cells for the winners, runners-up), ``extensions`` (after
an outage). Read: ``queries``, ``results``.
"""
