#!/bin/sh
# Builds .venv/ from requirements.lock and installs this package into it, editable.
# Uses uv where it is present, else the standard venv and pip. Called by `make setup`.
#   PYTHON=...   the interpreter to build from (default: the first of the names below
#                that is new enough)
set -eu
cd "$(dirname "$0")/.."

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf '%s\n' "setup: $*"; }
stop() { printf '%s\n' "setup: $*" >&2; exit 1; }

found=''
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$name" -c "$new_enough" >/dev/null 2>&1; then
        found=$(command -v "$name")
        break
    fi
done

has_uv=''
if command -v uv >/dev/null 2>&1; then has_uv=yes; fi

if [ -z "$found" ] && [ -z "$has_uv" ]; then
    have=$("${PYTHON:-python3}" -V 2>/dev/null) || have=""
    stop "found ${have:-no ${PYTHON:-python3}}, and Python 3.11 or newer is needed." \
        "Install one, or name it: make setup PYTHON=/path/to/python3.12"
fi

venv=.venv
python=$venv/bin/python
lock=requirements.lock

# A venv of a deleted interpreter, or one that came along from another folder, is rebuilt:
# its commands and its link to this package point elsewhere.
if ! "$python" -c "$new_enough" >/dev/null 2>&1; then
    rm -rf $venv
elif [ -f $venv/.ready ] && [ "$(cat $venv/.ready)" != "$PWD" ]; then
    rm -rf $venv
fi
rm -f $venv/.ready

if [ -n "$has_uv" ]; then
    say "building $venv with uv"
    # Where the machine's Python is too old, uv looks for one that is not.
    [ -x "$python" ] || uv venv --quiet --python "${found:->=3.11}" $venv
    # Python compiles as it imports; where it may not, each kernel would start anew from source.
    uv pip install --quiet ${PYTHONDONTWRITEBYTECODE:+--compile-bytecode} \
        --python "$python" --require-hashes -r $lock
    uv pip install --quiet --python "$python" --no-deps --no-build-isolation -e .
else
    say "building $venv with $("$found" -V) and pip (a minute or so)"
    if [ ! -x "$python" ]; then
        "$found" -m venv $venv || {
            rm -rf $venv
            stop "$found cannot make a virtual environment." \
                "On Debian and Ubuntu: apt install python3-venv. Or install uv."
        }
    fi
    # A venv made by uv has no pip of its own.
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
    # pip before 24 mishandles parts of the lock, and Debian 12 ships 23.
    "$python" -m pip install -qq --disable-pip-version-check --upgrade 'pip>=24.1'
    "$python" -m pip install -qq --disable-pip-version-check --require-hashes -r $lock
    "$python" -m pip install -qq --disable-pip-version-check --no-deps \
        --no-build-isolation -e .
fi

printf '%s\n' "$PWD" >$venv/.ready
say "ready: $("$python" -V) in $venv"
