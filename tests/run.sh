#!/bin/sh
# All tests, in two halves side by side: those that wait for devices and processes,
# and those that compute or look at pages. The second half steps back when the first
# has something to do, so that nobody's deadline suffers.
#
#   sh tests/run.sh            all
#   sh tests/run.sh -k word    what pytest is asked for, in one half
set -u

cd "$(dirname "$0")/.." || exit
pytest=.venv/bin/pytest
[ $# -eq 0 ] || exec "$pytest" "$@"

waiting='camera cli demo deploy drivers gate kiosk'
computing=
for folder in tests/*/; do
    name=$(basename "$folder")
    case " $waiting fuzz __pycache__ " in
    *" $name "*) ;;
    *) computing="$computing tests/$name" ;;
    esac
done

said=$(mktemp)
trap 'rm -f "$said"; kill "$second" 2>/dev/null' EXIT
# shellcheck disable=SC2086  # one word a folder
nice -n 10 "$pytest" -p no:cacheprovider $computing >"$said" 2>&1 &
second=$!
# shellcheck disable=SC2046,SC2086
"$pytest" $(printf 'tests/%s ' $waiting)
first_code=$?
wait "$second"
second_code=$?
cat "$said"
[ "$first_code" -eq 0 ] && [ "$second_code" -eq 0 ]
