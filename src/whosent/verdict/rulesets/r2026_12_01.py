"""Ruleset 2026-12-01: what headers, our own logs and the DNS can carry.

Read from top to bottom: is the notice one at all; may its content be believed; which way did the message come; and only
then, what does that way mean. Whatever no row claims is undetermined.
"""

from __future__ import annotations

from whosent.verdict.rule import Rule, Ruleset

FAKE_SIGNS = ("odd-link", "odd-attachment", "odd-call-to-action", "odd-not-this-mta", "odd-not-system-sender")
"""Signs that no mail system wrote the notice (whosent.notice.genuine)."""

OURS = ("handover-ours", "notice-made-by-us", "received-by-us")
"""The message passed a host of ours, and that is reported by a notice that agrees with itself, or observed."""

PASSED = ("handover-ours", "notice-made-by-us", "reporter-agrees", "log-passed", "log-handed-on",
          "log-handed-on-signed")  # fmt: skip
"""It went through us."""

UNSURE_NOTICE = ("reporter-agrees-below", "reporter-unchecked", "reporter-inner-hops", "entry-through-sibling",
                 "notice-with-sender", "entry-unlike-our-mta")  # fmt: skip
"""Not enough to accuse anybody on."""

UNSURE_OF_WHOM = tuple(kind for kind in UNSURE_NOTICE if kind != "reporter-inner-hops")
"""Where our logs know nothing of it, a hand-over behind the reporter's inner hops is as good as any."""

HANDED_ON = ("log-handed-on",)
"""It left us for somebody else, who passed it on: what came back may not be what we sent."""

THEFT = ("habit-many-places", "habit-guessed", "habit-siblings")
"""How a stolen mailbox is used, and hardly an owner uses his own."""

NOT_HIS = (*THEFT, "habit-flood", "habit-mostly-dead", "habit-never-reads", "habit-no-circle",
           "habit-strangers-only", "log-other-tenant")  # fmt: skip
"""What keeps a message from being taken for the owner's own."""

MACHINE = ("habit-others-usual", "habit-no-access-line", "habit-never-reads")
"""A machine that is no line of a home, an office or a phone, and only sends, while the owner sits elsewhere. A new tool
of his looks the same."""

OWNER = ("habit-usual-client", "habit-reader", "habit-unlike-the-others", "habit-same-recipients")
"""The place that the message came from is one of the owner's, it seems, or it is no message of the wave that others
send, or there is no wave; somebody else may use the mailbox elsewhere."""

NO_THEFT = (*OWNER, *HANDED_ON)
"""What keeps a login from being called a thief's."""

CHANGED = ("dkim-invalid", "dkim-body-changed", "log-signature-lost")
"""What came back is not what was signed."""

FOREIGN = ("handover-foreign-direct", "handover-foreign-server", "handover-foreign-unknown", "handover-foreign-relay",
           "handover-foreign-login")  # fmt: skip
"""Somebody handed it over who is none of our hosts."""

NEAR_US = ("handover-same-organisation", "handover-own-network", "handover-local-at-reporter")
"""Whoever handed it over may be of our side."""

SIGNED = ("dkim-valid", "dkim-header-only", "receiver-dkim-pass", "tag-valid", "message-id-signed")
"""A holder of the domain's key once had it, or its header; or it bears a tag that is ours."""

PERMITTED = ("spf-pass", "spf-pass-shared", "receiver-spf-pass", "receiver-dmarc-pass", "in-sent-folder", *SIGNED)
"""The domain says, or said that day, that this client may send for it, or that a holder of its key signed."""

GAVE_THERE = ("log-gave-there", "log-gave-unknown")
"""Whoever handed it over had mail from us: he may have passed on what we sent."""

A_SERVICE = ("handover-foreign-login", "client-shows-login", "newsletter-by-server")
"""The owner may be a customer of whoever handed it over."""

SECOND_REASON = ("spf-names-ours-only", "address-does-not-exist", "tag-missing", "tag-false", "message-id-false")
"""Beside the silence of our logs, or a complete list of our hosts."""

RULESET = Ruleset(
    date="2026-12-01",
    rules=(
        # Our own logs know the message: they outrank whatever a notice says.
        Rule("log-redirect", "forwarded", "certain", needs=("log-redirect",)),
        Rule("log-webmail", "undetermined", "unclear", needs=("log-webmail",),
             missing=("owner:did-you-write-it", "log:logins")),
        Rule("log-script", "script", "certain", needs=("log-script",), without=HANDED_ON),
        Rule("log-webmail-claimed", "undetermined", "unclear", needs=("log-web-account", "webmail-claimed"),
             without=("log-script",), missing=("owner:did-you-write-it", "log:logins")),
        Rule("log-web-account", "script", "certain", needs=("log-web-account",), without=HANDED_ON,
             missing=("log:script-path",)),
        Rule("log-local-elsewhere", "undetermined", "unclear", needs=("log-local", "log-handed-on"),
             missing=("owner:did-you-write-it",)),
        Rule("log-system-account", "undetermined", "unclear", needs=("log-system-account",),
             missing=("owner:did-you-write-it", "log:script-path")),
        Rule("log-auto-reply", "own", "likely", needs=("log-local", "auto-reply-returned"),
             without=("script-marker", "script-marker-other-uid"), missing=("log:script-path",)),
        Rule("log-handed-in-again", "undetermined", "unclear", needs=("log-local",),
             any_of=("handed-in-again", "sieve-redirected", "list-mail"), missing=("log:redirect",)),
        Rule("log-local", "script", "likely", needs=("log-local",), missing=("log:script-path",)),
        Rule("log-theft", "mailbox", "certain",
             needs=("log-login", "habit-many-places", "habit-many-houses", "habit-guessed"),
             without=(*NO_THEFT, "habit-known-contacts")),
        Rule("log-theft-swarm", "mailbox", "certain", needs=("log-login", "habit-swarm", "habit-many-houses"),
             any_of=("habit-dead-recipients", "habit-no-access-line", "habit-foreign-sender"),
             without=(*NO_THEFT, "habit-known-contacts", "habit-servers-only")),
        Rule("log-theft-wave", "mailbox", "certain",
             needs=("log-login", "habit-many-places", "habit-many-houses", "habit-new-client", "habit-like-the-others",
                    "habit-strangers-only"),
             without=(*NO_THEFT, "habit-known-contacts", "habit-servers-only")),
        Rule("log-theft-strangers", "mailbox", "certain",
             needs=("log-login", "habit-new-client", *MACHINE, "habit-many-houses", "habit-flood"),
             without=(*NO_THEFT, "habit-servers-only")),
        Rule("log-theft-likely", "mailbox", "likely", needs=("log-login",),
             any_of=("habit-swarm", "habit-guessed"),
             without=(*NO_THEFT, "habit-calm"), missing=("owner:did-you-write-it",)),
        Rule("log-theft-beside-owner", "mailbox", "likely",
             needs=("log-login", "habit-dead-recipients", "habit-no-access-line"),
             any_of=("habit-others-usual", "habit-siblings"), without=NO_THEFT,
             missing=("owner:did-you-write-it",)),
        Rule("log-theft-by-machine", "mailbox", "likely", needs=("log-login", *MACHINE),
             any_of=("habit-flood", "habit-strangers-only"),
             without=NO_THEFT, missing=("owner:did-you-write-it",)),
        Rule("log-theft-elsewhere", "mailbox", "likely",
             needs=("log-login", "habit-new-client", "habit-others-usual", "habit-dead-recipients"),
             any_of=("habit-flood", "habit-mostly-dead"), without=NO_THEFT,
             missing=("owner:did-you-write-it",)),
        Rule("log-theft-other-name", "mailbox", "likely",
             needs=("log-login", "habit-new-client", "habit-foreign-sender"), without=NO_THEFT,
             missing=("owner:did-you-write-it",)),
        # Never certain: a trojan on the owner's own computer leaves the same lines.
        Rule("log-own", "own", "likely", needs=("log-login",),
             any_of=("habit-usual-client", "habit-seen-before", "habit-calm", "in-sent-folder"),
             without=(*NOT_HIS, *CHANGED, "habit-new-client"), missing=("owner:did-you-write-it",)),
        Rule("log-own-new-place", "own", "likely", needs=("log-login", "habit-reader", "habit-known-contacts"),
             without=(*NOT_HIS, *CHANGED, "habit-no-access-line"), missing=("owner:did-you-write-it",)),
        Rule("log-login", "undetermined", "unclear", needs=("log-login",), missing=("owner:did-you-write-it",)),
        Rule("log-passed-on", "forwarded", "certain", needs=("log-relayed", "log-passed-on")),
        Rule("log-open", "undetermined", "unclear",
             any_of=("log-relayed", "log-loopback", "log-from-own-host", "log-no-entry", "log-ambiguous"),
             missing=("log:complete", "log:queue-id")),
        # Is it a notice at all? Disagreement alone never says no; a positive sign does.
        Rule("fake-signs", "fake", "certain", needs=("several-fake-signs", "reporter-disagrees"),
             missing=("log:bounce-delivery",)),
        Rule("fake-sign", "fake", "likely", any_of=FAKE_SIGNS, without=("notice-made-by-us", "reporter-agrees"),
             missing=("log:bounce-delivery",)),
        Rule("odd-but-consistent", "undetermined", "unclear", any_of=FAKE_SIGNS, missing=("log:bounce-delivery",)),
        # May its content be believed? What is only claimed decides nothing.
        Rule("notice-handed-in-locally", "undetermined", "unclear", needs=("notice-by-local-account",),
             missing=("log:notice-account",)),
        Rule("notice-only-claims", "undetermined", "unclear", needs=("reporter-disagrees",),
             missing=("log:original-id", "headers:bounce")),
        # Did anything of the message come back?
        Rule("nothing-returned", "undetermined", "unclear", any_of=("nothing-returned", "no-trace-returned"),
             missing=("log:original-id", "message:full-headers")),
        # It came through a host of ours: how did it get in?
        Rule("login-sent", "own", "likely", needs=("entry-login", "in-sent-folder"), without=CHANGED,
             missing=("log:logins",)),
        Rule("login", "undetermined", "unclear", needs=("entry-login",),
             missing=("owner:did-you-write-it", "log:logins")),
        # A script writes X-Sieve-Redirected-From as easily: who believed it would reassure a victim.
        Rule("sieve-redirect", "undetermined", "unclear", needs=("entry-local", "sieve-redirected"),
             without=("entry-web-account", "script-marker", "script-marker-other-uid"),
             missing=("log:queue-id", "log:redirect")),
        Rule("own-auto-reply", "own", "likely", needs=("entry-local", "auto-reply-returned"), any_of=OURS,
             without=("script-marker", "script-marker-other-uid", "entry-web-account"), missing=("log:queue-id",)),
        Rule("list-software", "undetermined", "unclear", any_of=("entry-local", "entry-loopback"),
             needs=("list-mail",), missing=("log:queue-id",)),
        Rule("plain-local", "undetermined", "unclear", needs=("plain-message", "entry-local"),
             missing=("owner:did-you-write-it", "log:queue-id")),
        Rule("webmail", "undetermined", "unclear", needs=("entry-local", "webmail-claimed"),
             missing=("owner:did-you-write-it", "log:logins")),
        # A filter, a redirect, a list: what they hand in again came from somewhere else.
        Rule("handed-in-again", "undetermined", "unclear", needs=("entry-local", "handed-in-again"),
             missing=("log:queue-id", "log:redirect")),
        Rule("script-observed", "script", "certain", needs=("entry-local:observed",),
             any_of=("entry-web-account", "script-marker"), without=UNSURE_NOTICE, missing=("log:script-path",)),
        # root and the accounts of services send the machine's own mail: cron, monitoring, somebody at the shell.
        Rule("system-account", "undetermined", "unclear", needs=("entry-local", "entry-system-account"),
             missing=("owner:did-you-write-it", "log:queue-id")),
        Rule("local-observed", "script", "likely", needs=("entry-local:observed",), without=UNSURE_NOTICE,
             missing=("log:script-path",)),
        Rule("script-reported", "script", "likely", needs=("entry-local:reported", "handover-ours", "reporter-agrees"),
             without=UNSURE_NOTICE, missing=("log:queue-id", "log:script-path")),
        Rule("local-unsure", "undetermined", "unclear", needs=("entry-local",), missing=("log:queue-id",)),
        Rule("loopback", "undetermined", "unclear", needs=("entry-loopback",), missing=("log:queue-id",)),
        # From outside, through us. A client that may be a host of ours which nobody named is not outside.
        Rule("relayed-near-us", "undetermined", "unclear", needs=("entry-relayed", "relayed-near-us"),
             missing=("option:own", "log:queue-id")),
        # Gmail and Exchange print no login: the owner's own mail program leaves the same line.
        Rule("login-not-shown", "undetermined", "unclear", needs=("login-not-shown",),
             missing=("owner:did-you-write-it", "log:queue-id")),
        Rule("bounced-our-own", "forged", "likely",
             needs=("entry-relayed", "bounced-own-recipient", "relayed-direct", "notice-made-by-us"),
             missing=("log:original-id", "owner:other-services")),
        Rule("passed-on-observed", "forwarded", "certain",
             needs=("entry-relayed:observed", "relayed-direct", "passed-on"),
             without=(*UNSURE_NOTICE, "entry-through-own-host"), missing=("log:redirect",)),
        Rule("passed-on-reported", "forwarded", "likely", needs=("entry-relayed", "passed-on"), any_of=OURS,
             without=UNSURE_NOTICE, missing=("log:redirect",)),
        Rule("relayed", "undetermined", "unclear", needs=("entry-relayed",), missing=("log:queue-id",)),
        Rule("entry-not-shown", "undetermined", "unclear", any_of=("entry-not-shown", "handover-maybe-ours"),
             missing=("log:queue-id",)),
        # It came from somebody else. That is not yet forged.
        Rule("forged-proven", "forged", "certain", needs=("log-absent", "own-side-complete"), any_of=SECOND_REASON,
             without=(*PERMITTED, *NEAR_US, *GAVE_THERE, *A_SERVICE, "client-wrote-below", "our-host-claimed-below",
                      "dkim-other-signer")),
        Rule("forged-by-login", "forged", "certain",
             needs=("log-absent", "own-side-complete", "handover-foreign-login", "address-does-not-exist"),
             without=(*PERMITTED, *NEAR_US, *GAVE_THERE, "our-host-claimed-below", "dkim-other-signer")),
        Rule("had-mail-of-ours", "undetermined", "unclear", needs=("log-absent", "log-gave-there"), any_of=FOREIGN,
             missing=("owner:did-you-write-it",)),
        Rule("forged-refused", "forged", "certain",
             needs=("handover-foreign-direct", "own-side-complete", "spf-fail-all"),
             without=(*UNSURE_NOTICE, *PERMITTED, *GAVE_THERE, "client-wrote-below", "log-other-recipient",
                      "log-id-known")),
        Rule("forged-by-bot", "forged", "certain",
             needs=("log-absent", "handover-foreign-direct", "own-side-complete"),
             any_of=("spf-fail-all", "spf-softfail", "receiver-spf-fail:reported"),
             without=(*UNSURE_OF_WHOM, *PERMITTED, *GAVE_THERE, "client-wrote-below")),
        Rule("replayed", "forged", "likely",
             needs=("log-other-recipient", "handover-foreign-direct", "own-side-complete"),
             any_of=("habit-usual-client", "habit-calm"), without=NOT_HIS, missing=("owner:did-you-write-it",)),
        Rule("replayed-by-bot", "forged", "likely",
             needs=("log-other-recipient", "handover-foreign-direct", "own-side-complete"),
             any_of=("spf-fail-all", "spf-softfail", "receiver-spf-fail:reported"),
             without=(*NOT_HIS, *UNSURE_NOTICE, "habit-new-client", "log-other-no-login"),
             missing=("owner:did-you-write-it",)),
        Rule("someone-passed-on", "undetermined", "unclear", needs=("log-other-recipient",), any_of=FOREIGN,
             missing=("owner:did-you-write-it",)),
        Rule("renamed", "undetermined", "unclear", needs=("log-id-known",), missing=("log:queue-id",)),
        Rule("signed-service", "own", "likely", needs=("spf-pass-shared",), any_of=SIGNED,
             missing=("owner:did-you-write-it",)),
        Rule("signed", "undetermined", "unclear", any_of=(*SIGNED, "in-sent-folder"),
             missing=("owner:did-you-write-it", "log:original-id")),
        Rule("forged-absent", "forged", "likely", needs=("log-absent", "handover-foreign-direct"), without=PERMITTED,
             missing=("owner:other-services",)),
        Rule("forged-no-such-address", "forged", "certain",
             needs=("handover-foreign-direct", "address-does-not-exist", "own-side-complete"),
             without=UNSURE_NOTICE),
        Rule("forged-observed", "forged", "likely", needs=("handover-foreign-direct:observed",), without=PERMITTED,
             missing=("dns:spf", "owner:other-services")),
        Rule("forged-direct", "forged", "likely", needs=("handover-foreign-direct:reported",),
             any_of=("own-side-complete", "own-side-partial"), without=PERMITTED,
             missing=("dns:spf", "log:original-id", "owner:other-services")),
        Rule("own-network", "undetermined", "unclear", needs=("handover-own-network",), missing=("log:queue-id",)),
        Rule("near-us", "undetermined", "unclear", any_of=("handover-on-path", "handover-same-organisation"),
             missing=("option:own", "log:original-id")),
        Rule("other-service", "undetermined", "unclear",
             any_of=("handover-foreign-server", "handover-foreign-login", "handover-foreign-relay",
                     "handover-foreign-unknown", "handover-local-at-reporter"),
             missing=("owner:other-services", "dns:spf", "log:original-id")),
        Rule("nothing-known", "undetermined", "unclear", missing=("option:own", "log:original-id")),
    ),
    speaks_for={
        "fake": ("reporter-disagrees", *FAKE_SIGNS, "several-fake-signs"),
        "forged": (*FOREIGN, "own-side-complete", "own-side-partial", "helo-imitates-us", "our-host-claimed-below",
                   "reporter-agrees", "address-does-not-exist", "entry-relayed", "bounced-own-recipient",
                   "relayed-direct", "notice-made-by-us", "log-absent", "log-other-recipient", "spf-fail-all",
                   "spf-fail", "spf-softfail", "spf-names-ours-only", "receiver-spf-fail", "receiver-spf-softfail",
                   "receiver-dmarc-fail", "dkim-invalid", "dkim-body-changed", "dmarc-refused", "tag-missing",
                   "tag-false", "message-id-false"),
        "script": (*PASSED, "entry-local", "entry-web-account", "script-marker", "log-local", "log-script",
                   "log-web-directory", "log-request", "log-directory", "log-web-account"),
        "mailbox": (*PASSED, "entry-login", "log-login", *THEFT, "habit-many-houses", "habit-swarm", "habit-flood",
                    "habit-dead-recipients", "habit-mostly-dead", "habit-new-client",
                    "habit-foreign-sender", "habit-no-access-line", "habit-others-usual", "habit-never-reads",
                    "habit-wrong-passwords", "habit-strangers-only", "habit-like-the-others", "habit-servers-only"),
        "forwarded": (*PASSED, "entry-relayed", "passed-on", "sieve-redirected", "relayed-direct", "log-relayed",
                      "log-passed-on", "log-redirect", "log-redirect-changed"),
        "own": (*PASSED, "auto-reply-returned", "entry-local", "entry-login", "log-login", "habit-usual-client",
                "habit-calm", "habit-reader", "habit-known-contacts", "habit-seen-before",
                "habit-circle", "in-sent-folder"),
    },
    speaks_against={
        "forged": ("script-marker-claimed", "login-marker-claimed", "log-gave-there", "client-wrote-below",
                   "client-shows-login", "newsletter-by-server", "reporter-unchecked",
                   "reporter-agrees-below",
                   "reporter-inner-hops", "notice-with-sender", "log-not-covering", *PERMITTED),
        "script": ("script-marker-other-uid", "auto-reply-returned"),
        "mailbox": ("habit-usual-client", "habit-calm", "habit-reader", "habit-known-contacts",
                    "habit-circle", "habit-same-recipients", "habit-seen-before"),
        "own": ("notice-with-sender", "habit-dead-recipients", "habit-mostly-dead", "habit-new-client",
                "habit-foreign-sender",
                "habit-no-access-line", "habit-strangers-too", "habit-others-usual", "habit-never-reads",
                "habit-no-circle", "habit-wrong-passwords", "habit-strangers-only"),
        "forwarded": ("script-marker-claimed",),
        "fake": ("reporter-agrees",),
    },
)  # fmt: skip
