"""Who lives in the dummy world of the journeys."""

PASSWORD = "mihon-no-himitsu-2026"
GROUPS = {
    "midori": "みどり合唱団",
    "haru": "春風バレエ教室",
    "tsukushi": "つくし会",
    "kage": "影絵の会",
    "soto": "見本劇団",
}
CLERKS = {
    "mado": "counter",
    "sekinin": "manager",
    "sekinin2": "manager",
    "kuyaku": "ward",
    "kanri": "administrator",
    "hoshu": "vendor",
}
