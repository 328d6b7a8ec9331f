"""利用者: ``registering``, applications looked through, ``terms`` and renewals, ``suspensions``."""
