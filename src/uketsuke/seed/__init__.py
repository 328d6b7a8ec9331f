"""種データ: the master data of the three halls, as files another town replaces."""
