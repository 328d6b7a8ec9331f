"""保存期間: how long each kind of record is kept; the ward's figures, changed by two persons."""
