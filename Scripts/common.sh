# What the scripts share; sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

# need PACKAGE…: installs the Debian packages that are missing, or says exactly what to install.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0

  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then sudo=(sudo); fi
  if ! command -v apt-get >/dev/null || { [ ${#sudo[@]} -gt 0 ] && ! command -v sudo >/dev/null; }; then
    echo "These packages are missing, and this script can install them only with apt, as root or with sudo:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    echo "Install them and run $0 again." >&2
    exit 1
  fi
  say "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What it takes to build rev, and nothing more.
need_to_build() {
  if ! command -v swift >/dev/null; then
    echo "swift is not on the PATH: install Swift 6.3 or later from https://www.swift.org/install" >&2
    exit 1
  fi
  need libsqlite3-dev pkg-config
}
