"""Bytes in, spans out: header lines, MIME parts and decoded text of one message. Total: any bytes give a result."""

from whosent.mail.head import Head, read_head
from whosent.mail.part import Part, parse

__all__ = ["Head", "Part", "parse", "read_head"]
