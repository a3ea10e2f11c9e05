"""What kind of message is this, and what does it report? Standards first, then dialects; no standing, no I/O.

`recognise(mail)` is the one door. The ways to be read, in order, are the tuples in `recognise.py` and `mta/`.

How the kinds are told apart, in the order in which they are asked:

complaint      a feedback report (ARF), a DMARC failure report, or a provider's own form of either   rfc5965, complaints
dmarc-report,  a file named receiver!domain!begin!end, or the report type tlsrpt                     reports
tls-report
read-receipt   a disposition notification, or "Read:" in the subject and "was read" in the text; a   rfc8098
               Sieve `reject` comes in the same form and is a bounce
(message)      a person, a list or a newsletter wrote it, and no sign of a mail system is on it:     letter
               whatever it quotes, it is no notice. Signs of a mail system: empty envelope sender,
               a system in From, a report part, Auto-Submitted, X-Failed-Recipients
bounce, delay, a delivery-status part, or the wording of a known mail system; Action and the words   rfc3464, mta
delivered      "still trying" tell delay from failure, Action tells success
bounce         a person forwarded one as text, with the From of a mail system above it               forward
challenge      it asks the sender to confirm, and names a product or the reason                      challenge
auto-reply     Auto-Submitted: auto-replied and its forerunners, subjects in many languages, or      rfc3834
               words of absence with a courtesy; never from a mail system
bounce, delay  a machine sent it and it says that somebody was not reached, in any words             generic
message        all else

A notice that shows signs that no mail system wrote it (`genuine`) keeps its kind; the verdict calls it fake.
"""

from whosent.notice.recognise import recognise, recognise_in_steps, recognise_with_returned
from whosent.notice.view import View

__all__ = ["View", "recognise", "recognise_in_steps", "recognise_with_returned"]
