"""Races, kills and replays with real processes, on the database that the tests run on."""
