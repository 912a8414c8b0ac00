"""Pictures as a telephone's camera makes them: baseline JPEG files of 12 megapixels, each with other pixels, made quickly."""
import random, struct

WIDTH, HEIGHT = 4000, 3000


def _segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _scan(seed):
    """One grey 8x8 block after another: its mean wanders, the rest of it is flat."""
    choice = random.Random(seed)
    bits, level = [], 0
    for _ in range(((WIDTH + 7) // 8) * ((HEIGHT + 7) // 8)):
        step = choice.choice((-3, -2, -1, 0, 1, 2, 3))
        if not -20 <= level + step <= 20:
            step = -step
        level += step
        size = abs(step).bit_length()
        bits.append(("00", "01", "10")[size] + (format(step if step > 0 else step + (1 << size) - 1, f"0{size}b") if size else "") + "0")
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")


_one_scan = None


def camera_picture(number, sideways=False):
    """The bytes of picture `number` (1 to 40): one scan under other quantisation, so that each differs in its pixels.
    sideways: its EXIF says that it must be turned by 90 degrees."""
    global _one_scan
    if _one_scan is None:
        _one_scan = _scan(2026)
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", 6 if sideways else 1, 0) + b"\0\0\0\0"
    return (b"\xff\xd8" + _segment(0xE1, exif) + _segment(0xDB, bytes([0, 7 + number] + [16] * 63)) +
            _segment(0xC0, struct.pack(">BHHB", 8, HEIGHT, WIDTH, 1) + bytes([1, 0x11, 0])) +
            _segment(0xC4, bytes([0x00, 0, 3] + [0] * 14 + [0, 1, 2])) + _segment(0xC4, bytes([0x10, 1] + [0] * 15 + [0])) +
            _segment(0xDA, bytes([1, 1, 0x00, 0, 63, 0])) + _one_scan + b"\xff\xd9")
