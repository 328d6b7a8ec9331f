"""郵送と通知: ``letters`` to print, mails that came back, and the ``wordings`` of notices."""
