"""入口に共通: what the doors have in common; its parts on screens are in README.md here.

``entrance`` (who comes in), ``inputs`` (what is typed), ``words`` (what is said), ``drawing`` (what
is drawn), ``machine`` (numbers and health).
"""
