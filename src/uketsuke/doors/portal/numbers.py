"""予約番号・受付番号 in an address."""


class OwnNumber:
    """予約番号・受付番号: nothing else gets as far as the database."""

    regex = "[0-9]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
