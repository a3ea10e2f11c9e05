#!/usr/bin/env bash
# The pictures of the README, from the bundled bounces. Needs Chromium and whosent (of .venv, or on the PATH).
set -eu
cd "$(dirname "$0")/../.."
whosent="$PWD/.venv/bin/whosent"
[ -x "$whosent" ] || whosent=whosent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

page() { # page NAME OPTIONS... : a report
    local name=$1
    shift
    "$whosent" check --config examples/world.toml --format html --quiet -o "$work/$name.html" "$@" || [ $? -ne 2 ]
}

picture() { # picture NAME WIDTH,HEIGHT
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$work/profile" --hide-scrollbars \
        --window-size="$2" --screenshot="$PWD/docs/images/$1.png" "file://$work/$1.html" >/dev/null 2>&1
}

page report --lang en examples/bounces
page logs --lang en --log 'examples/logs/*/*' examples/bounces/03.eml
page bericht --lang de examples/bounces/{02,05,08,11,13,18,20}.eml
picture report 860,1190
picture logs 860,1190
picture bericht 860,1190
