"""Files that are neither pictures nor recordings, whatever they are called."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import tarfile
import zipfile
from functools import cache


@cache
def zip_bomb() -> bytes:
    """A small archive that unpacks to 16 MB of zeros, under a picture's name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("portrait.png", bytes(16 * 1024 * 1024))
    return file.getvalue()


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("../../etc/passwd")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"root"))
    return file.getvalue()


def anything() -> dict[str, bytes]:
    """Name → content."""
    noise = random.Random(1)
    return {
        "zeros": bytes(100_000),
        "ones": b"\xff" * 100_000,
        "noise": noise.randbytes(100_000),
        "newline": b"\n",
        "one-byte": b"\x89",
        "text": b"hello " * 1000,
        "text-utf16": "hello".encode("utf-16") * 1000,
        "long-line": b"a" * 1_000_000,
        "json": json.dumps({"image": "x" * 1000}).encode(),
        "deep-json": b"[" * 100_000,
        "html": b"<!doctype html><script>alert(1)</script>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='400'/>",
        "svg-script": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>"
        b"<script>alert(1)</script></svg>",
        "svg-entity": b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        "svg-laughs": b"<!DOCTYPE s [<!ENTITY a '" + b"ha" * 999 + b"'>]><svg>&a;&a;&a;</svg>",
        "elf": b"\x7fELF\x02\x01\x01" + bytes(5000),
        "exe": b"MZ\x90\x00\x03" + bytes(5000),
        "mach-o": b"\xcf\xfa\xed\xfe" + bytes(5000),
        "class": b"\xca\xfe\xba\xbe" + bytes(5000),
        "shell": b"#!/bin/sh\nrm -rf /\n",
        "php": b"<?php system($_GET['c']); ?>",
        "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file",
        "zip": zip_bomb(),
        "gzip": gzip.compress(bytes(16 * 1024 * 1024)),
        "bzip2": bz2.compress(bytes(8 * 1024 * 1024)),
        "tar": _tar(),
        "sqlite": b"SQLite format 3\x00" + bytes(4000),
        "pickle": b"\x80\x04\x95\x1d\x00\x00\x00cos\nsystem\n(S'id'\ntR.",
        "gif": b"GIF89a\x90\x01\x90\x01\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"
        b"\x90\x01\x90\x01\x00\x02\x02D\x01\x00;",
        "bmp": b"BM" + bytes(12) + b"\x28\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f" + bytes(100),
        "tiff": b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(1000),
        "ppm": b"P6 99999 99999 255\n" + bytes(1000),
        "xpm": b'/* XPM */ static char *x[] = {"99999 99999 2 1",',
        "psd": b"8BPS\x00\x01" + bytes(6) + b"\x00\x03\x00\x01\x86\xa0\x00\x01\x86\xa0" + bytes(50),
        "ico": b"\x00\x00\x01\x00\xff\xff" + bytes(1000),
        "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + bytes(500),
        "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500),
        "jpeg2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(500),
        "m3u8": b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "m3u8-http": b"#EXTM3U\n#EXTINF:10,\nhttp://169.254.169.254/latest/meta-data\n",
        "ffconcat": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "dash": b"<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>",
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
        "pls": b"[playlist]\nFile1=/etc/passwd\nNumberOfEntries=1\n",
        "midi": b"MThd\x00\x00\x00\x06\x00\x01\x00\x01\x00\x60",
        "flv": b"FLV\x01\x05\x00\x00\x00\x09" + bytes(500),
        "avi": b"RIFF\xff\xff\xff\xffAVI LIST" + bytes(500),
        "adts": b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(500),
    }
