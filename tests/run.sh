#!/bin/sh
# All tests. Four workers take one job after the other from one list, the longest first,
# so that they end at about the same time. What waits for devices and processes comes
# before what computes: nobody's deadline suffers.
#
#   sh tests/run.sh            all
#   sh tests/run.sh -k word    what pytest is asked for, in one process
set -u

cd "$(dirname "$0")/.." || exit
pytest=.venv/bin/pytest
[ $# -eq 0 ] || exec "$pytest" "$@"

said=$(mktemp -d)
mkdir "$said/todo" "$said/taken"
count=10
workers=

job() { # its name; the command before pytest; what pytest is asked for
    count=$((count + 1))
    echo "$2 $pytest -p no:cacheprovider $3" >"$said/todo/$count-$1"
}

every_other() { # of the files of a folder, from the first or from the second on
    for file in "$1"/test_*.py; do echo "$file"; done |
        awk "NR % 2 == $2 % 2" | tr '\n' ' '
}

others() { # all folders but those named
    for folder in tests/*/; do
        name=$(basename "$folder")
        case " $* fuzz __pycache__ " in
        *" $name "*) ;;
        *) printf 'tests/%s ' "$name" ;;
        esac
    done
}

# shellcheck disable=SC2317  # called by a trap
stop() { # a process, which gets ten seconds to end what it started
    kill "$1" 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        case $(ps -o stat= -p "$1") in '' | Z*) return ;; esac
        sleep 1
    done
    kill -s KILL "$1"
}

work() { # one job after the other, until none is left
    child=
    trap '[ -z "$child" ] || stop "$child"; exit' TERM
    for todo in "$said"/todo/*; do
        name=${todo##*/}
        mv "$todo" "$said/taken/$name" 2>/dev/null || continue
        begun=$(date +%s)
        sh -c "exec $(cat "$said/taken/$name")" >"$said/$name.log" 2>&1 &
        child=$!
        wait "$child" || echo "$name" >>"$said/failed"
        printf '%4d s  %-14s %s\n' $(($(date +%s) - begun)) "${name#*-}" \
            "$(tail -n 1 "$said/$name.log")"
    done
}

# shellcheck disable=SC2317  # called by a trap
end() { # leave nothing behind, whoever broke us off
    trap '' INT TERM
    # shellcheck disable=SC2086  # one word a worker
    kill $workers 2>/dev/null
    wait
    rm -rf "$said"
}
trap end EXIT
trap 'exit 130' INT TERM

quietly='nice -n 10'
pages=tests/ui
job gate '' tests/gate
job pages-1 "$quietly" "-m browser $(every_other $pages 1)"
job pages-2 "$quietly" "-m browser $(every_other $pages 2)"
job camera '' tests/camera
job web-1 "$quietly" "-m 'not browser' $(every_other $pages 1)"
job web-2 "$quietly" "-m 'not browser' $(every_other $pages 2)"
job drivers '' tests/drivers
job kiosk '' 'tests/kiosk tests/deploy'
job demo "$quietly" 'tests/demo tests/docs tests/cli'
job sums "$quietly" 'tests/codes tests/voice tests/printing'
job others "$quietly" "$(others gate ui camera drivers kiosk deploy demo docs cli \
    codes voice printing)"

for _ in 1 2 3 4; do
    work &
    workers="$workers $!"
done
# shellcheck disable=SC2086  # one word a worker
wait $workers

grep -h '^SKIPPED' "$said"/*.log # what was not tried, and why
[ -f "$said/failed" ] || exit 0
while read -r name; do
    echo
    echo "======== ${name#*-}"
    cat "$said/$name.log"
done <"$said/failed"
echo
echo "Failed:"
while read -r name; do
    grep -E '^(FAILED|ERROR) ' "$said/$name.log" || echo "${name#*-}: see above"
done <"$said/failed"
exit 1
