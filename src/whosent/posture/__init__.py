"""What a forger can do with a domain, and what helps against it: `look` at the answers, `steps` from the facts."""

from whosent.posture.advice import Step, steps
from whosent.posture.facts import Posture
from whosent.posture.look import look
from whosent.posture.publish import Publish
from whosent.posture.seen import Seen, is_selector, see

__all__ = ["Posture", "Publish", "Seen", "Step", "is_selector", "look", "see", "steps"]
