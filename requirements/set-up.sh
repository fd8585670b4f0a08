# Sourced by ./run and ./test: makes .venv from the pinned requirements, once, and again when they change.
#
#   set_up run    what serai needs
#   set_up serve  that, and what the server and its database need
#   set_up dev    that, and what the tests and checks need
#
# uv installs in seconds and is itself pinned (requirements/tools.txt); where it cannot be had, or SERAI_NO_UV
# is set, pip does the same work. Debian 12 has no ensurepip, so the environment is made without pip in it and
# pip works on it from outside. Both are handed hashes only. pip's configured index is used, whatever it is.
#
# The copy of the requirements that the environment was made from is written last, so an interrupted set-up is
# begun afresh by the next start; a lock keeps two starts from working at once.

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
env="$root/.venv"
python=${SERAI_PYTHON:-python3}

# Is the environment the one these requirements ask for? The tests' environment holds all that serai needs.
_is_made() {
    [ -x "$env/bin/python" ] || return 1
    [ -r "$env/made-in" ] && read -r _made_in < "$env/made-in" && [ "$_made_in" = "$root" ] || return 1
    _from dev && return 0
    [ "$1" = dev ] && return 1
    _from serve && return 0
    [ "$1" = run ] && _from run
}

_from() { cmp -s "$root/requirements/$1.txt" "$env/made-from-$1.txt"; }

_say() { printf 'serai: %s\n' "$*" >&2; }

_give_up() {
    _say "$*"
    exit 1
}

# pip's settings, as uv knows them by name. Nothing here names an index: a machine's own settings do.
_index_settings() {
    "$python" - <<'PYTHON'
import ast, shlex, subprocess, sys

listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
found = {}
for section in ("global", "install", ":env:"):  # the later one wins, as in pip
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        if name.startswith(section + "."):
            found[name[len(section) + 1 :].replace("_", "-")] = str(ast.literal_eval(value)).split()
for setting, variable, joint in (
    ("index-url", "UV_DEFAULT_INDEX", " "),
    ("extra-index-url", "UV_INDEX", " "),
    ("find-links", "UV_FIND_LINKS", ","),
    ("trusted-host", "UV_INSECURE_HOST", " "),
    ("no-index", "UV_NO_INDEX", " "),
    ("proxy", "ALL_PROXY", " "),
    ("cert", "SSL_CERT_FILE", " "),
):
    if setting in found:
        print(f"export {variable}={shlex.quote(joint.join(found[setting]))}")
PYTHON
}

_with_uv() {
    [ -z "${SERAI_NO_UV:-}" ] || return 1
    if ! cmp -s "$root/requirements/tools.txt" "$root/.tools/made-from.txt"; then
        rm -rf "$root/.tools"
        PIP_USER=no PIP_REQUIRE_VIRTUALENV=no PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check \
            --no-deps --require-hashes --only-binary :all: --target "$root/.tools" \
            -r "$root/requirements/tools.txt" >&2 || return 1
        cp "$root/requirements/tools.txt" "$root/.tools/made-from.txt"
    fi
    (
        eval "$(_index_settings)"
        export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1 # this Python, and the certificates this machine trusts
        export UV_INDEX_STRATEGY=unsafe-best-match # every index may serve, as with pip; the hashes decide
        [ -x "$env/bin/python" ] || "$root/.tools/bin/uv" venv --quiet --python "$python" "$env" >&2 || exit 1
        "$root/.tools/bin/uv" pip install --quiet --python "$env/bin/python" --require-hashes --exact \
            -r "$root/requirements/$1.txt" >&2
    )
}

_with_pip() {
    rm -rf "$env"
    "$python" -m venv --without-pip "$env" >&2 || return 1
    "$python" -m pip --python "$env/bin/python" install --quiet --disable-pip-version-check --no-deps \
        --require-hashes --only-binary :all: -r "$root/requirements/$1.txt" >&2
}

# The source tree is read where it stands, so nothing needs building; `serai` is a command all the same.
_put_serai_in() {
    for packages in "$env"/lib/python3*/site-packages; do
        printf '%s\n' "$root/src" > "$packages/serai.pth"
    done
    printf '#!/bin/sh\nexec "%s/bin/python" -P -m serai "$@"\n' "$env" > "$env/bin/serai"
    chmod +x "$env/bin/serai"
}

_compile() {
    "$env/bin/python" -P -m compileall -q "$root/src" "$env/lib"
    "$env/bin/python" -P -m serai.precompile
}

_make() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null ||
        _give_up "needs Python 3.11 or newer, and '$python' is not; set SERAI_PYTHON to one that is"
    "$python" -m pip --version > /dev/null 2>&1 ||
        _give_up "needs pip for '$python' (on Debian: apt-get install python3-pip)"
    _say "setting up in .venv, once (about ${2} s) ..."
    [ -e "$env/made-in" ] || rm -rf "$env" # an interrupted set-up, or an environment made by something else
    rm -f "$env/made-in"
    _with_uv "$1" || {
        [ -n "${SERAI_NO_UV:-}" ] || _say "uv could not do it, so pip does (about a minute) ..."
        _with_pip "$1"
    } || _give_up "could not install requirements/$1.txt; is the package index in reach? (pip config list shows which)"
    _put_serai_in
    rm -f "$env/made-from-serve.txt" "$env/made-from-dev.txt"
    cp "$root/requirements/run.txt" "$env/made-from-run.txt"
    cp "$root/requirements/$1.txt" "$env/made-from-$1.txt"
    printf '%s\n' "$root" > "$env/made-in"
    # bytecode, and what works in bulk, are compiled meanwhile, so that the first `serai passes` need not wait
    (_compile < /dev/null > /dev/null 2>&1 9>&- &)
}

set_up() {
    _is_made "$1" && return 0
    case $1 in run | serve) _seconds=15 ;; *) _seconds=30 ;; esac
    if command -v flock > /dev/null 2>&1; then
        exec 9> "$root/.set-up.lock"
        flock -n 9 || {
            _say "another start is setting up; waiting for it ..."
            flock 9
        }
        _is_made "$1" || _make "$1" "$_seconds"
        exec 9>&-
    else
        _make "$1" "$_seconds"
    fi
}
