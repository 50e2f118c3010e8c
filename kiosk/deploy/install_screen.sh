#!/bin/sh
# Makes this machine's display the gate screen of a lane; run as root, after install.sh.
#
#   install_screen.sh LANE       `make install SCREEN=LANE` does both
#   install_screen.sh --remove   takes away all that this script has placed
set -eu
umask 022

program=/opt/changxing
settings=/etc/changxing/config.toml
policies="/etc/chromium/policies/managed /etc/opt/chrome/policies/managed"
units="changxing-display.service changxing-screen@.service"
lane=${1:?usage: install_screen.sh LANE | --remove}

if [ "$(id -u)" != 0 ]; then
    echo "请用 sudo。 Run it as root." >&2
    exit 1
fi
cd -P "$(dirname "$0")"

tell_systemd() {
    [ ! -d /run/systemd/system ] || systemctl "$@"
}

remove_all() {
    for link in /etc/systemd/system/changxing.target.wants/changxing-screen@*.service; do
        [ -e "$link" ] || continue
        tell_systemd disable --now "$(basename "$link")"
        rm -f "$link"
    done
    tell_systemd stop changxing-display.service
    for unit in $units; do
        rm -f "/etc/systemd/system/$unit"
    done
    for folder in $policies; do
        rm -f "$folder/changxing.json"
    done
    rm -f /etc/X11/xorg.conf.d/90-changxing.conf /etc/changxing/screen.env \
        /usr/lib/sysusers.d/changxing-screen.conf
    tell_systemd daemon-reload
    echo "屏幕已移除。 The gate screen is removed."
}

# Where the pages are, as one who sits at this machine reaches them.
address_of() {
    "$program/.venv/bin/python" - "$settings" "$lane" <<'END'
import sys
from pathlib import Path

from kiosk.config import load_config
from kiosk.screens.address import UNREACHABLE, own_address

config = load_config(Path(sys.argv[1]))
if config.lane(sys.argv[2]) is None:
    known = ", ".join(lane.id for lane in config.lanes)
    sys.exit(f"没有这条通道。 No lane {sys.argv[2]!r}; there are: {known}")
address = own_address(config.web.host, config.web.port)
if address is None:
    sys.exit(UNREACHABLE)
print(address)
END
}

has_browser() {
    for name in chromium google-chrome-stable google-chrome; do
        path=$(command -v "$name") || continue
        case $(readlink -f "$path") in */snap) continue ;; esac
        "$path" --version >/dev/null 2>&1 && return
    done
    return 1
}

install_packages() {
    packages="xserver-xorg-core xserver-xorg-input-libinput xserver-xorg-video-fbdev
        libgl1-mesa-dri x11-xserver-utils xauth curl fontconfig fonts-noto-cjk
        alsa-utils"
    if ! has_browser; then
        if grep -q '^ID=ubuntu' /etc/os-release; then
            echo "Ubuntu 的 chromium 是 snap，请先安装 Google Chrome 的 .deb。" \
                "Ubuntu's chromium is a snap: install the .deb of Google Chrome first." >&2
            exit 1
        fi
        packages="$packages chromium"
    fi
    apt-get -qq update
    # shellcheck disable=SC2086  # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        $packages >/dev/null
}

place_files() {
    install -D -m 644 changxing-screen-sysusers.conf \
        /usr/lib/sysusers.d/changxing-screen.conf
    systemd-sysusers changxing-screen.conf
    install -D -m 644 changxing-xorg.conf /etc/X11/xorg.conf.d/90-changxing.conf
    for unit in $units; do
        install -D -m 644 "$unit" "/etc/systemd/system/$unit"
    done
    echo "SCREEN_ADDRESS=$address" >/etc/changxing/screen.env
    for folder in $policies; do
        mkdir -p "$folder"
        sed "s#@HOST@#${address#http://}#" changxing-policy.json >"$folder/changxing.json"
    done
}

enable_screen() {
    wants=/etc/systemd/system/changxing.target.wants
    mkdir -p "$wants"
    rm -f "$wants"/changxing-screen@*.service
    ln -sf /etc/systemd/system/changxing-screen@.service \
        "$wants/changxing-screen@$lane.service"
    tell_systemd daemon-reload
    tell_systemd try-restart changxing.target
}

if [ "$lane" = --remove ]; then
    remove_all
    exit
fi
address=$(address_of)
install_packages
place_files
enable_screen
echo "这台机器的屏幕属于通道 $lane。 This machine's display shows lane $lane."
