#!/bin/sh
# Installs this checkout on a gate machine with systemd; run as root, and again for
# each new version. Starts nothing: `systemctl enable --now changxing.target` does.
#
#   /opt/changxing           the program with its environment, owned by root
#   /etc/changxing           config.toml; a file that is there already stays
#   /var/lib/changxing       keys and databases, of the account changxing alone
#
# SCREEN=LANE also makes this machine's display that lane's gate screen.
set -eu
umask 022

program=/opt/changxing
settings=/etc/changxing/config.toml
data=/var/lib/changxing
parts="drivers kiosk ui verification requirements pyproject.toml config.toml
    LICENSE README.md README.zh-CN.md CHANGELOG.md"

cd -P "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
    echo "请用 sudo make install。 Run it as root: sudo make install" >&2
    exit 1
fi

copy_program() {
    mkdir -p "$program"
    for part in $parts; do
        rm -rf "${program:?}/$part"
        cp -R "$part" "$program/$part"
    done
    chown -R root:root "$program"
    find "$program" -name __pycache__ -prune -exec rm -rf {} +
    # The system's own Python: one in a home folder is out of the services' reach.
    PYTHON=/usr/bin/python3 sh "$program/kiosk/deploy/setup.sh" run
    "$program/.venv/bin/python" -m compileall -q "$program/kiosk" "$program/drivers" \
        "$program/ui" "$program/verification"
}

place_settings() {
    cd "$program/kiosk/deploy"
    install -D -m 644 changxing-sysusers.conf /usr/lib/sysusers.d/changxing.conf
    install -D -m 644 changxing-modules.conf /etc/modules-load.d/changxing.conf
    install -D -m 644 70-changxing.rules /etc/udev/rules.d/70-changxing.rules
    for unit in changxing-gate.service changxing-web.service changxing.target; do
        install -D -m 644 "$unit" "/etc/systemd/system/$unit"
    done
    systemd-sysusers changxing.conf
    install -d -o changxing -g changxing -m 700 "$data"
    if [ ! -e "$settings" ]; then
        install -D -m 644 "$program/config.toml" "$settings"
        sed -i "s#^data_dir = \"var\" *#data_dir = \"$data\"  #" "$settings"
    fi
}

take_up() {
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        systemctl restart systemd-modules-load.service
        systemctl try-restart changxing.target
    fi
    if [ -d /run/udev ]; then
        udevadm control --reload
    fi
}

copy_program
place_settings
take_up
if [ -n "${SCREEN:-}" ]; then
    sh "$program/kiosk/deploy/install_screen.sh" "$SCREEN"
fi
cat <<END
畅行已安装 Changxing is installed. Next:
  1. edit $settings
  2. sudo -u changxing $program/.venv/bin/kiosk doctor --config $settings
  3. sudo -u changxing $program/.venv/bin/kiosk staff add NAME --role administrator --config $settings
  4. sudo systemctl enable --now changxing.target
END
