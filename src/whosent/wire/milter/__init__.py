"""The protocol between a mail server and its filters ("milter"), version 6, as Sendmail and Postfix speak it.

There is no specification: libmilter/mfdef.h has the numbers, its API documents say what they mean, and the tests here
have what both mail servers send. The mail server tells each step of an SMTP session, the filter answers it; changes of
the message are told at its end, before the last answer.
"""
