# Sourced by run-magnitka, test-magnitka and .ci/run after they set `root`: makes the virtual environment.
#
#   prepare run   the package and what it needs
#   prepare dev   that, and what the tests and linters need
#
# Sets `python` to the environment's interpreter. Safe to interrupt, to call again, and to run twice at once.
# MAGNITKA_VENV   where the environment lives (default: .venv in the repository)
# PYTHON          the interpreter to build it with (default: the first found that is 3.11 or newer)

venv=${MAGNITKA_VENV:-$root/.venv}
python=$venv/bin/python
lock=$venv.lock

say() { printf '%s\n' "magnitka: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

# One builder at a time; the lock of a builder that has died is broken.
take_lock() {
    mkdir -p "$(dirname "$venv")" 2>/dev/null || true
    seconds=0
    until mkdir "$lock" 2>/dev/null; do
        [ -d "$lock" ] || fail "cannot write $lock; set MAGNITKA_VENV to a path that can be written."
        owner=$(cat "$lock/owner" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$lock"
        elif [ -z "$owner" ] && [ "$seconds" -gt 10 ]; then
            rm -rf "$lock"
        else
            [ "$seconds" -gt 0 ] || say "another set-up of $venv is under way; waiting for it"
            seconds=$((seconds + 1))
            sleep 1
        fi
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    echo $$ >"$lock/owner"
}

drop_lock() {
    rm -rf "$lock"
    trap - EXIT INT TERM
}

# What the environment was made from. Where that has changed, it is made again.
recipe() { { printf '%s\n' "$root"; cat "$root/pyproject.toml" "$root/constraints.txt"; } | cksum; }

ready() { new_enough "$python" && [ "$(cat "$venv/ready-$1" 2>/dev/null)" = "$(recipe)" ]; }

# The tested versions first; on a Python for which one of them does not exist, the newest that fit.
install() {
    cd "$root" || exit 1
    "$python" -m pip install --disable-pip-version-check --quiet --editable "$1" --constraint constraints.txt </dev/null && return 0
    say "the tested versions do not install here; trying the newest that fit"
    "$python" -m pip install --disable-pip-version-check --quiet --editable "$1" </dev/null
}

prepare() {
    if ready dev || ready "$1"; then return 0; fi
    take_lock
    if ready dev || ready "$1"; then
        drop_lock
        return 0
    fi
    if ! new_enough "$python"; then
        base=$(find_python) || fail "Python 3.11 or newer is needed and was not found; install it, or name it: PYTHON=/path/to/python3."
        say "making a virtual environment in $venv with $("$base" --version 2>&1)"
        "$base" -m venv --clear "$venv" || fail "the virtual environment could not be made; on Debian or Ubuntu, first: apt install python3-venv."
    fi
    if [ "$1" = dev ]; then target='.[dev]'; else target=.; fi
    say "installing Magnitka and what it needs (about 700 MB on disk; a few minutes the first time)"
    (install "$target") || fail "the installation failed, for the reason that pip gives above; once mended, run the same command again."
    recipe >"$venv/ready-$1"
    say "installed"
    drop_lock
}
