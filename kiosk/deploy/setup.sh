#!/bin/sh
# Makes this checkout ready: system packages, a virtual environment in .venv, the
# pinned Python packages with their hashes, and this project on top.
#
#   sh kiosk/deploy/setup.sh run     what `kiosk` needs
#   sh kiosk/deploy/setup.sh test    the same, the tools of the tests, a browser
#
# It does nothing when nothing has changed since it last came to its end.
# SKIP_SYSTEM_PACKAGES=1 leaves the system packages to you; PYTHON names the Python
# to begin with.
set -eu

kind=${1:-run}
case $kind in
run) requirements=requirements/run.txt ;;
test) requirements=requirements/test.txt ;;
*)
    echo "usage: setup.sh run|test" >&2
    exit 2
    ;;
esac

cd -P "$(dirname "$0")/../.."
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for users whose PATH lacks it
venv=.venv

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# An environment holds what was asked of it, in the folder where it was made.
wanted_state() {
    pwd
    cksum requirements/*.txt pyproject.toml kiosk/deploy/setup.sh
}

is_ready() {
    [ -x "$venv/bin/kiosk" ] && [ -x "$venv/bin/python" ] &&
        [ "$(wanted_state)" = "$(cat "$venv/.ready-$kind" 2>/dev/null)" ]
}

remember_ready() {
    wanted_state >"$venv/.ready-$kind"
    [ "$kind" = run ] || cp "$venv/.ready-$kind" "$venv/.ready-run" # test holds run
}

# A name on the PATH is not enough: version managers leave ones that only fail.
find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

has_library() {
    ldconfig -p 2>/dev/null | grep -q "$1"
}

has_chinese_font() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=zh-cn family)" ]
    else
        ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.* >/dev/null 2>&1
    fi
}

# Ubuntu puts a script in place of the browser, which only names the snap.
find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
}

is_ubuntu() {
    grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null
}

missing_packages() {
    python=$(find_python)
    if [ -z "$python" ]; then
        say python3 python3-venv
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    has_library libzbar.so.0 || say libzbar0
    has_library libGL.so.1 || say libgl1
    has_library libgthread-2.0.so.0 || say libglib2.0-0
    has_library libpangoft2-1.0.so.0 || say libpango-1.0-0 libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || say libharfbuzz-subset0
    command -v fc-list >/dev/null || say fontconfig
    has_chinese_font || say fonts-noto-cjk
    command -v espeak-ng >/dev/null || say espeak-ng
    if [ "$kind" = test ] && [ -z "$(find_browser)" ] && ! is_ubuntu; then
        say chromium
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@" # nobody is there to type a password
    fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return
    [ -t 0 ] || sudo -n true 2>/dev/null
}

install_packages() {
    packages=$*
    command -v apt-get >/dev/null || fail \
        "This system has no apt-get. Install what these Debian packages bring, then" \
        "start again with SKIP_SYSTEM_PACKAGES=1: $packages"
    may_be_root || ask_for_packages
    say "Installing system packages: $packages"
    as_root apt-get -qq update || ask_for_packages
    # shellcheck disable=SC2086  # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
        --no-install-recommends $packages >/dev/null || ask_for_packages
}

ask_for_packages() {
    fail "缺少系统软件包，请先运行下面这一行，再重新开始。" \
        "System packages are missing. Run this one line, then start again:" "" \
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages"
}

set_up_system() {
    [ "${SKIP_SYSTEM_PACKAGES:-}" = 1 ] && return
    packages=$(missing_packages | tr '\n' ' ')
    if [ -n "${packages% }" ]; then
        # shellcheck disable=SC2086  # one word a package
        install_packages ${packages% }
    fi
}

# The commands in an environment name its folder, so it cannot be moved.
is_usable_venv() {
    grep -qF "$(pwd)/$venv" "$venv/bin/activate" 2>/dev/null &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

set_up_venv() {
    is_usable_venv && return
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is needed; none was found."
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

pip_install() {
    quiet=-q
    [ -t 1 ] && quiet='' # somebody may want to see how far a download is
    # shellcheck disable=SC2086  # no word at all when empty
    "$venv/bin/python" -m pip install $quiet --no-input --disable-pip-version-check "$@"
}

set_up_packages() {
    say "Installing the Python packages of $requirements"
    pip_install --require-hashes --only-binary :all: -r "$requirements"
    pip_install --no-deps --no-build-isolation --editable .
}

tell_about_browser() {
    [ "$kind" = test ] && [ -z "$(find_browser)" ] || return 0
    say "No Chromium was found: the browser tests will be skipped." \
        "On Ubuntu the package chromium only points to a snap; install the .deb of" \
        "Google Chrome, or run: sudo snap install chromium"
}

if ! is_ready; then
    set_up_system
    set_up_venv
    set_up_packages
    remember_ready
fi
tell_about_browser
