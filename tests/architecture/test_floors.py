"""建物: who may know whom. import-linter holds the floors; here is what it cannot say."""

import tomllib

from tests.architecture.source import PACKAGE, ROOT, modules

HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls")
OUTSIDE = {"settings.py", "urls.py", "urls_public.py", "wsgi.py"}
# A file of such a name holds rules and nothing else, on whatever floor it stands.
RULE_FILES = {
    *("quote", "refund", "reception", "opening", "states", "review", "deadlines", "draw"),
    *("calendar", "clock", "refusals", "text", "yen", "actors", "facts"),
}
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]


def contract(kind):
    return next(each for each in LINTER["contracts"] if each["type"] == kind)


def test_a_domain_knows_nothing_of_the_web():
    assert [
        f"{module.place} imports {name}"
        for module in modules()
        if not module.place.startswith("doors/") and module.place not in OUTSIDE
        for name in sorted(module.imports)
        if name.startswith(HTTP)
    ] == []


def test_every_package_stands_on_a_floor():
    packages = [*PACKAGE.glob("*/__init__.py"), *PACKAGE.glob("doors/*/__init__.py")]
    built = {".".join(path.parent.relative_to(PACKAGE).parts) for path in packages} - {"doors"}
    floors = {
        floor.strip(" ()") for layer in contract("layers")["layers"] for floor in layer.split("|")
    }

    assert built - floors == set()


def test_every_rule_file_is_kept_free_of_django():
    rules = {
        module.dotted
        for module in modules()
        if module.path.stem in RULE_FILES and not module.place.startswith(("doors/", "seed/"))
    }

    assert rules - set(contract("forbidden")["source_modules"]) == set()
