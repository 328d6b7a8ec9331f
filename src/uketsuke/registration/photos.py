"""書類の写真: what a picture must be, and what is kept of it.

Whatever was sent is decoded and drawn anew: only pixels pass. What stood beside them (where and
when it was taken, anything hidden in the file) is gone.
"""

from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from uketsuke.kernel.refusals import Refusal

LARGEST = 10 * 1024 * 1024
KINDS = ("JPEG", "PNG", "WEBP")
SIDE = 2000  # pixels of the longer side that are kept: enough to read a licence
# A progressive JPEG takes three bytes of memory for each pixel, a PNG four.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
_ONE_AT_A_TIME = Lock()  # a picture takes much memory while it is drawn


def redrawn(content: bytes) -> bytes:
    """The picture as a plain JPEG of at most ``SIDE`` pixels.

    Raises Refusal ``paper.too_large``, ``paper.no_photo`` or ``paper.too_many_pixels``.
    """
    if len(content) > LARGEST:
        raise Refusal("paper.too_large", most=LARGEST // 1024 // 1024)
    with _ONE_AT_A_TIME:
        try:
            return _drawn(content)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise Refusal("paper.no_photo") from error
        except Image.DecompressionBombError as error:
            raise Refusal("paper.too_many_pixels") from error


def _drawn(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=KINDS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS[picture.format or ""]:
            raise Refusal("paper.too_many_pixels")
        picture.draft("RGB", (SIDE, SIDE))  # a JPEG is read smaller, in a fraction of the memory
        upright = ImageOps.exif_transpose(picture) or picture
        upright.thumbnail((SIDE, SIDE))
        plain, made = Image.new("RGB", upright.size, "white"), BytesIO()
        mask = upright.convert("RGBA").getchannel("A") if "A" in upright.getbands() else None
        plain.paste(upright.convert("RGB"), mask=mask)
        plain.save(made, "JPEG", quality=85)
    return made.getvalue()
