"""The hoster's web server: Apache with PHP, a shop with a weak form, and what intruders put beside it."""

from __future__ import annotations

SHOP = "/var/www/laden.example/htdocs"
FORM = f"{SHOP}/kontakt.php"
SHELL = f"{SHOP}/wp-content/uploads/2026/03/thumb.php"
COPY = f"{SHOP}/empfehlen.php"
ORDER = f"{SHOP}/shop/bestellen.php"
CRON = f"{SHOP}/wp-content/plugins/galerie/send.php"
LOOP = f"{SHOP}/wp-includes/mailer.php"
PERL = "/tmp/.cache/m.pl"

MODULES = "/usr/lib/apache2/modules"
CONFIG = f"""\
ServerRoot /etc/apache2
ServerName www.laden.example
PidFile /run/apache2.pid
Listen 80
LoadModule mpm_prefork_module {MODULES}/mod_mpm_prefork.so
LoadModule authz_core_module {MODULES}/mod_authz_core.so
LoadModule php_module {MODULES}/libphp8.2.so
User www-data
Group www-data
StartServers 1
MaxSpareServers 2
LogFormat "%v %h %l %u %t \\"%r\\" %>s %O \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" vhost
CustomLog /var/log/access.log vhost
ErrorLog /var/log/apache_error.log
DocumentRoot {SHOP}
<FilesMatch "\\.php$">
  SetHandler application/x-httpd-php
</FilesMatch>
"""
PHP = """\
mail.add_x_header = On
mail.log = /var/log/php_mail.log
date.timezone = UTC
"""
_OPEN = (
    '<?php mail($_POST["to"], $_POST["subject"], $_POST["text"], $_POST["headers"], $_POST["options"] ?? "");\n'
    'echo "ok";\n'
)
SCRIPTS = {
    # The classic mistake: what the visitor gives as his address goes into the header as it is.
    FORM: '<?php\n$from = $_POST["email"];\n$text = $_POST["text"];\n'
    'mail("info@laden.example", "Nachricht vom Kontaktformular", $text, "From: $from");\necho "Vielen Dank!";\n',
    # "Send a friend": anybody sends anything to anybody, in our name.
    COPY: '<?php\n$text = "Diese Seite wird Ihnen empfohlen.\\n\\n$_POST[text]\\n";\n'
    'mail($_POST["freund"], "Eine Empfehlung", $text, "From: info@laden.example", "-finfo@laden.example");\n'
    'echo "Gesendet.";\n',
    SHELL: _OPEN,
    # Speaks SMTP to this very machine: nothing but the loopback is left of it.
    LOOP: """<?php
$server = fsockopen("127.0.0.1", 25);
$say = function ($line) use ($server) { fgets($server); fwrite($server, "$line\\r\\n"); };
$say("HELO localhost");
$say("MAIL FROM:<$_POST[from]>");
$say("RCPT TO:<$_POST[to]>");
$say("DATA");
$say("From: $_POST[from]\\r\\nTo: $_POST[to]\\r\\nSubject: Ihr Konto\\r\\n\\r\\n$_POST[text]\\r\\n.");
$say("QUIT");
echo fgets($server);
""",
    ORDER: '<?php\n$to = $_POST["email"];\n$text = "Vielen Dank für Ihre Bestellung $_POST[nummer].\\n";\n'
    'mail($to, "Ihre Bestellung", $text, "From: Laden <info@laden.example>\\r\\n"\n'
    '    . "MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=utf-8\\r\\nContent-Transfer-Encoding: 8bit",\n'
    '    "-finfo@laden.example");\necho "Bestellt.";\n',
    # Run by hand or by a cron job: arguments to, from, text; a third one sets the envelope sender.
    CRON: '<?php\n[, $to, $from, $text] = $argv;\n$options = isset($argv[4]) ? "-f$argv[4]" : "";\n'
    'mail($to, "Ihr Konto wurde gesperrt", $text, "From: $from", $options);\n',
    PERL: "#!/usr/bin/perl\n# Arguments: envelope sender; the message is read from standard input.\n"
    'open(my $mail, "|-", "/usr/sbin/sendmail", "-t", "-oi", "-f", $ARGV[0]) or die;\n'
    "print $mail <STDIN>;\nclose $mail;\n",
}
