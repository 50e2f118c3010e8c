#!/bin/sh
# Shows the gate screen of a lane: waits for the display and for the web process, then
# becomes the browser. changxing-screen@.service starts it.
#
#   screen.sh LANE [further options of the browser]
#
# SCREEN_ADDRESS is where the pages are; RUNTIME_DIRECTORY a folder that is gone with
# the browser.
set -eu

lane=${1:?usage: screen.sh LANE}
shift
address=${SCREEN_ADDRESS:-http://127.0.0.1:8080}
folder=${RUNTIME_DIRECTORY:-$(mktemp -d)}
keys=$(dirname "$0")/changxing-keys.xkb

# A snap brings walls of its own, which do not fit into those of the unit.
find_browser() {
    for name in chromium google-chrome-stable google-chrome chromium-browser; do
        path=$(command -v "$name") || continue
        case $(readlink -f "$path") in */snap) continue ;; esac
        if "$path" --version >/dev/null 2>&1; then
            echo "$path"
            return
        fi
    done
    echo "没有浏览器，请安装 Chromium。 No browser: install Chromium." >&2
    exit 1
}

wait_until() {
    until "$@" >/dev/null 2>&1; do
        sleep 1
    done
}

# "1281,801" for a panel of 1280 x 800, as it is turned: without a window manager nobody
# makes the window fill it, and one that is told the very size stays a pixel below.
window_size() {
    xrandr --current | sed -n 's/.* current \([0-9]*\) x \([0-9]*\),.*/\1 \2/p' | {
        read -r width height
        echo "$((width + 1)),$((height + 1))"
    }
}

stay_awake() {
    xset s off s noblank -dpms || true
}

# Also later, for a keyboard that is plugged in.
take_keys_away() {
    xkbcomp -w 0 "$keys" "$DISPLAY" 2>/dev/null || true
}

answers() {
    curl -s -m 3 -o /dev/null "$address/healthz"
}

beats() {
    ! curl -s -m 3 "$address/api/v1/screen/$lane/alive" | grep -q '"alive": *false'
}

# A page that has died paints no more. After a minute its browser ends, and the unit
# starts it anew.
watch_over() {
    missed=0
    while sleep 10 && kill -0 "$1" 2>/dev/null; do
        take_keys_away
        if beats; then
            missed=0
        else
            missed=$((missed + 1))
        fi
        if [ "$missed" -ge 6 ]; then
            echo "屏幕没有回应，重新启动浏览器。 The page is silent: starting anew." >&2
            kill "$1"
            sleep 10
            kill -9 "$1" 2>/dev/null || true # one that hangs does not obey
            return
        fi
    done
}

browser=$(find_browser)
wait_until xset q
stay_awake
take_keys_away
wait_until answers
size=$(window_size)
watch_over $$ &

exec "$browser" --kiosk --no-first-run --noerrdialogs --disable-session-crashed-bubble \
    --autoplay-policy=no-user-gesture-required --disable-pinch \
    --overscroll-history-navigation=0 --disable-features=Translate --lang=zh-CN \
    --no-default-browser-check --password-store=basic --disable-component-update \
    --disable-backgrounding-occluded-windows --disk-cache-size=1 \
    --user-data-dir="$folder/profile" --window-position=0,0 \
    --window-size="$size" "$@" "$address/screen/$lane"
