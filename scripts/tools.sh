# Finds the tools a build or a test needs; installs them where Debian has them and we may; else says what is missing.

readonly JDK_FEATURE=25

# True when $1 is the home of a full JDK of the right version. Reads a file: starting a JVM to ask takes 10 times longer.
is_right_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] \
    && grep -Eq "^JAVA_VERSION=\"$JDK_FEATURE([.\"+-]|$)" "$1/release"
}

# Every place where a JDK usually lives, one a line, best guess first.
jdk_candidates() {
  local on_path link
  printf '%s\n' "${JAVA_HOME:-}"
  on_path=$(command -v javac || true)
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    link=$(readlink "$on_path")
    case $link in /*) on_path=$link ;; *) on_path=$(dirname "$on_path")/$link ;; esac
  done
  [ -n "$on_path" ] && dirname "$(dirname "$on_path")"
  printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/*jdk*
}

# Sets JDK to the home of a JDK, or leaves it empty.
find_jdk() {
  local home
  JDK=
  while IFS= read -r home; do
    if is_right_jdk "$home"; then
      JDK=$home
      return
    fi
  done < <(jdk_candidates)
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs Debian packages, quietly unless it fails.
install_packages() {
  local log
  log=$(mktemp)
  say "installing with apt-get: $*"
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

need_jdk() {
  find_jdk
  if [ -z "$JDK" ] && may_install; then
    install_packages "openjdk-$JDK_FEATURE-jdk-headless" || true
    find_jdk
  fi
  [ -n "$JDK" ] || fail "missing: a JDK $JDK_FEATURE. Install one (for example Eclipse Temurin $JDK_FEATURE) and set JAVA_HOME to it."
}

need_command() { # command packages...
  local name=$1
  shift
  command -v "$name" >/dev/null && return
  may_install && install_packages "$@" || true
  command -v "$name" >/dev/null || fail "missing: $name (Debian: apt-get install $*)"
}

need_maven() { need_command mvn maven; }

readonly NODE_MAJOR_MIN=18 # the first with a test runner of its own

need_node() {
  need_command node nodejs
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge "$NODE_MAJOR_MIN" ] || fail "missing: Node.js $NODE_MAJOR_MIN or newer (found $(node --version))"
}

need_npm() { need_command npm npm; }

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}

# A browser without a screen, and a font that has the characters of our pages.
need_chromium() {
  find_chromium >/dev/null && return
  may_install && install_packages chromium fonts-noto-cjk || true
  find_chromium >/dev/null || fail 'missing: Chromium (Debian: apt-get install chromium fonts-noto-cjk); or set CHROMIUM to its path'
}

# Maven on the JDK we found. MAVEN_OPTS: Maven's own libraries use Unsafe, which a new JDK comments on at length.
maven() {
  JAVA_HOME=$JDK MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn --batch-mode --no-transfer-progress --file "$HONGYAN_HOME/pom.xml" "$@"
}

# The development tools of a folder, exactly as its lock file says; again only when that has changed.
install_locked() { # folder
  local folder=$HONGYAN_HOME/$1
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.hongyan-lock" && return
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund </dev/null || return 1
  cp "$folder/package-lock.json" "$folder/node_modules/.hongyan-lock"
}
