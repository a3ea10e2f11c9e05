"""Small worlds in which the truth is known: a hoster with logs over ten days, its customers, thieves and strangers.

Nobody answers here: hosts are objects that write down what real ones print, and hand letters to one another. Forms are
those of Postfix 3.7 (syslog), Exim 4.96 (main log), Dovecot 2.3 and PHP 8, as a lab of real servers printed them.
"""
