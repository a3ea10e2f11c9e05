"""What mail servers speak with programs beside them, without any socket: bytes in, requests out, and answers as bytes.

Whatever a client sends gives requests or `ValueError` (it does not keep to the protocol, or to the limits here; it has
to be let go), in time linear in its bytes, and no parser keeps more than its limit.

Text is UTF-8; bytes that are none become lone surrogates (PEP 383) and go back as the bytes they were.
"""
