# Says whether this machine has what Hongyan needs. Changes nothing.

readonly DISK_FREE_MIB_MIN=2048
readonly DESCRIPTORS_MIN=4096

run_doctor() {
  [ $# -eq 0 ] || misuse "doctor takes no options: $*"
  DOCTOR_BAD=0
  find_jdk
  if [ -n "$JDK" ]; then good "JDK $JDK_FEATURE" "$JDK"; else bad "JDK $JDK_FEATURE" 'not found; set JAVA_HOME'; fi
  examine_command Maven mvn bad 'needed to build (Debian: maven)'
  examine_command Node.js node note 'needed by the SDK tests only (Debian: nodejs)'
  examine_command npm npm note "needed by the SDKs' type check, the demo's tests and the vendors' packages only (Debian: npm)"
  examine_chromium
  examine_disk
  examine_descriptors
  examine_build
  [ "$DOCTOR_BAD" = 0 ] || fail "$DOCTOR_BAD missing"
}

good() { printf '  ok    %-18s %s\n' "$1" "$2"; }
note() { printf '  note  %-18s %s\n' "$1" "$2"; }
bad() {
  printf '  BAD   %-18s %s\n' "$1" "$2"
  DOCTOR_BAD=$((DOCTOR_BAD + 1))
}

examine_command() { # title command verdict-if-missing why
  local found
  if found=$(command -v "$2"); then good "$1" "$found"; else "$3" "$1" "$4"; fi
}

examine_chromium() {
  local found
  if found=$(find_chromium); then good Chromium "$found"; else note Chromium 'needed by the test of the demo only (Debian: chromium)'; fi
}

examine_disk() {
  local free
  free=$(df -Pk "$HONGYAN_HOME" | awk 'NR == 2 { print int($4 / 1024) }')
  if [ "$free" -ge "$DISK_FREE_MIB_MIN" ]; then
    good 'disk' "$free MiB free"
  else
    bad 'disk' "$free MiB free, $DISK_FREE_MIB_MIN wanted"
  fi
}

examine_descriptors() {
  local most
  most=$(ulimit -Hn)
  if [ "$most" = unlimited ] || [ "$most" -ge "$DESCRIPTORS_MIN" ]; then
    good 'open files' "up to $most, so about as many connections"
  else
    note 'open files' "only $most, so fewer connections than that (raise it with ulimit -Hn)"
  fi
}

examine_build() {
  if [ -z "$JDK" ]; then return; fi
  if [ -f "$HONGYAN_HOME/target/dist/server-$(fingerprint server)/built" ]; then
    good 'build' 'up to date'
  else
    note 'build' 'stale or absent; the next ./hongyan serve builds it'
  fi
}
