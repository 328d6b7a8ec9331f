"""契約の終わり: everything goes, by two persons' word, and a numbered report stays."""
