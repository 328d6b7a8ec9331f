"""端末の名前: what a browser says of itself, in words that its owner knows again."""

# In this order: Edge says that it is Chrome too, and Chrome that it is Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def named(agent: str) -> str:
    """「Windows・Edge」; nothing where it says nothing that we know."""
    found = [
        next((name for sign, name in known if sign in agent), "") for known in (SYSTEMS, BROWSERS)
    ]
    return "・".join(name for name in found if name)
