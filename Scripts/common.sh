# What the scripts share; sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

has() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# need PACKAGE…: installs the Debian packages that are missing, or says exactly what to install.
need() {
  local missing=() package
  for package in "$@"; do
    has "$package" || missing+=("$package")
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

# What it takes to test with PostgreSQL: the programs of its server and of a pooler. On their own, Debian's packages would also
# make and start a server and a pooler of the system's; what was there before is left as it is.
need_postgres() {
  local sudo=() had_pooler=yes
  if [ "$(id -u)" -ne 0 ]; then sudo=(sudo); fi
  if ! has postgresql-common; then
    need postgresql-common
    "${sudo[@]}" sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' \
      /etc/postgresql-common/createcluster.conf
  fi
  has pgbouncer || had_pooler=
  need postgresql pgbouncer
  if [ -z "$had_pooler" ] && [ -d /run/systemd/system ]; then "${sudo[@]}" systemctl disable --quiet --now pgbouncer; fi
}

# What it takes to build rev, and nothing more.
need_to_build() {
  if ! command -v swift >/dev/null; then
    echo "swift is not on the PATH: install Swift 6.3 or later from https://www.swift.org/install" >&2
    exit 1
  fi
  need libsqlite3-dev libpq-dev libgit2-dev pkg-config
}
