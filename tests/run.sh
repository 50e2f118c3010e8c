#!/bin/sh
# All tests, in three parts side by side: those that wait for devices and processes,
# those that look at pages in a browser, and those that compute. The last two step back
# when the first has something to do, so that nobody's deadline suffers.
#
#   sh tests/run.sh            all
#   sh tests/run.sh -k word    what pytest is asked for, in one part
set -u

cd "$(dirname "$0")/.." || exit
pytest=.venv/bin/pytest
[ $# -eq 0 ] || exec "$pytest" "$@"

waiting='camera deploy drivers gate kiosk'
computing=
for folder in tests/*/; do
    name=$(basename "$folder")
    case " $waiting fuzz ui __pycache__ " in
    *" $name "*) ;;
    *) computing="$computing tests/$name" ;;
    esac
done
quietly="nice -n 10 $pytest -p no:cacheprovider"

said=$(mktemp -d)
trap 'rm -rf "$said"; kill "$pages" "$sums" 2>/dev/null' EXIT
# shellcheck disable=SC2086  # a command and its arguments
$quietly tests/ui -m browser >"$said/pages" 2>&1 &
pages=$!
# shellcheck disable=SC2086  # one word a folder
(
    $quietly $computing
    first=$?
    $quietly tests/ui -m 'not browser' && exit "$first"
) >"$said/sums" 2>&1 &
sums=$!
# shellcheck disable=SC2046,SC2086
"$pytest" $(printf 'tests/%s ' $waiting)
first=$?
wait "$sums"
second=$?
wait "$pages"
third=$?
cat "$said/sums" "$said/pages"
[ "$first" -eq 0 ] && [ "$second" -eq 0 ] && [ "$third" -eq 0 ]
