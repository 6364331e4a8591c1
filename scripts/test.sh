# `./hongyan test`: every proof, as named steps, with one table at the end and one line that counts the tests.
#
# A step is a function `step_<name>`. It returns non-zero when it failed, and adds what it ran to PASSED, FAILED and SKIPPED.
# A step whose subject is not in this checkout is left out.

TEST_STEPS=(java sdk vendors types demo scenarios crash disk phones)
readonly CRASH_ROUNDS_SHORT=${HONGYAN_CRASH_ROUNDS:-5}

PASSED=0 FAILED=0 SKIPPED=0
SUMMARY=()

run_tests() {
  local wanted=() step bad=0
  while [ $# -gt 0 ]; do
    case $1 in
      --list)
        printf '%s\n' "${TEST_STEPS[@]}"
        exit 0
        ;;
      --step)
        [ $# -gt 1 ] && [[ " ${TEST_STEPS[*]} " == *" $2 "* ]] || misuse "--step wants one of: ${TEST_STEPS[*]}"
        wanted+=("$2")
        shift 2
        ;;
      *) misuse "test does not know $1" ;;
    esac
  done
  need_jdk
  need_maven
  TEST_OUT=$HONGYAN_HOME/target/test
  rm -rf "$TEST_OUT"
  mkdir -p "$TEST_OUT"
  [ ${#wanted[@]} -gt 0 ] || wanted=("${TEST_STEPS[@]}")
  for step in "${wanted[@]}"; do
    if "has_$step"; then run_step "$step" || bad=1; fi
  done
  printf '\n%-12s %-8s %8s %8s %8s %9s\n' step result passed failed skipped seconds
  printf '%s\n' ${SUMMARY[@]+"${SUMMARY[@]}"}
  # A run without a single test proves nothing and must not look green.
  if [ $((PASSED + FAILED)) -eq 0 ]; then
    say 'no test ran'
    bad=1
  fi
  if [ $SKIPPED -gt 0 ]; then
    printf '\n%d passed, %d failed, %d skipped\n' $PASSED $FAILED $SKIPPED
  else
    printf '\n%d passed, %d failed\n' $PASSED $FAILED
  fi
  [ $bad = 0 ] && [ $FAILED = 0 ] || exit 1
}

run_step() {
  local name=$1 before_p=$PASSED before_f=$FAILED before_s=$SKIPPED start=$SECONDS result=ok
  printf '\n== %s\n' "$name"
  "step_$name" || result=FAILED
  # A step that broke without a failed test (a compile error, a format error) counts as one failure.
  if [ $result = FAILED ] && [ $FAILED -eq "$before_f" ]; then FAILED=$((FAILED + 1)); fi
  if [ $FAILED -gt "$before_f" ]; then result=FAILED; fi
  SUMMARY+=("$(printf '%-12s %-8s %8d %8d %8d %9d' "$name" $result $((PASSED - before_p)) $((FAILED - before_f)) \
    $((SKIPPED - before_s)) $((SECONDS - start)))")
  [ $result = ok ]
}

tally() { # passed failed skipped
  PASSED=$((PASSED + $1)) FAILED=$((FAILED + $2)) SKIPPED=$((SKIPPED + $3))
}

# Builds for a step. In a subshell first: a build that fails there ends the step, not the run with its summary.
build_for_step() { # module
  (build_if_stale "$1") && build_if_stale "$1"
}

# --- java: format, compiler checks, unit, contract, property, fuzz-regression and layer tests of every module

has_java() { true; }

step_java() {
  local code=0
  find "$HONGYAN_HOME" -name node_modules -prune -o -type d -path '*/target/surefire-reports' -prune -exec rm -rf {} +
  # One build at a time, and every module even when one has failed.
  lock_build
  maven --fail-at-end --errors verify </dev/null || code=1
  unlock_build
  # shellcheck disable=SC2046
  tally $(count_surefire)
  return $code
}

# "passed failed skipped" over every report Surefire wrote.
count_surefire() {
  find "$HONGYAN_HOME" -name node_modules -prune -o -path '*/target/surefire-reports/TEST-*.xml' -print0 \
    | xargs -0 awk '
      # The testsuite element may span lines: gather up to its closing bracket.
      /<testsuite / { gathering = 1; head = "" }
      gathering { head = head " " $0 }
      gathering && />/ {
        gathering = 0
        tests += value("tests"); bad += value("errors") + value("failures"); skipped += value("skipped")
      }
      function value(name) { return match(head, " " name "=\"[0-9]+\"") ? substr(head, RSTART + length(name) + 3) + 0 : 0 }
      END { print tests - bad - skipped + 0, bad + 0, skipped + 0 }' /dev/null
}

# --- sdk: the SDKs on Node, without npm

sdk_tests() {
  (cd "$HONGYAN_HOME" && find sdk demo \( -name node_modules -o -path demo/e2e \) -prune -o -type f -name '*.test.js' -print 2>/dev/null \
    | LC_ALL=C sort)
}

has_sdk() { [ -n "$(sdk_tests)" ]; }

step_sdk() {
  local code=0 tap=$TEST_OUT/sdk.tap files=()
  (need_node) || return 1
  while IFS= read -r file; do files+=("$file"); done < <(sdk_tests)
  # The SDK's tests against the real server start it through ./hongyan serve: build before their clocks run.
  build_for_step server || return 1
  (cd "$HONGYAN_HOME" && node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "${files[@]}") </dev/null || code=1
  # shellcheck disable=SC2046
  tally $(count_tap "$tap")
  return $code
}

# "passed failed skipped" of Node's test runner.
count_tap() { # file
  awk '/^# pass / { p = $3 } /^# fail / { f = $3 } /^# cancelled / { c = $3 } /^# skipped / { s = $3 } /^# todo / { t = $3 }
    END { print p + 0, f + c + 0, s + t + 0 }' "$1"
}

# --- vendors: other people's SDKs, unmodified, and ours beside them, on the scripted server and on the real one

has_vendors() { [ -f "$HONGYAN_HOME/sdk/vendors/package-lock.json" ]; }

step_vendors() {
  local code=0 tap=$TEST_OUT/vendors.tap files=()
  (need_node && need_npm) || return 1
  install_locked sdk/vendors || return 1
  build_for_step server || return 1
  files=("$HONGYAN_HOME"/sdk/vendors/wafer*.js)
  (cd "$HONGYAN_HOME" && node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "${files[@]}") </dev/null || code=1
  # shellcheck disable=SC2046
  tally $(count_tap "$tap")
  return $code
}

# --- types: the SDKs' JSDoc against the typings of mini-programs

has_types() { [ -f "$HONGYAN_HOME/sdk/package-lock.json" ]; }

step_types() {
  (need_node && need_npm) || return 1
  install_locked sdk || return 1
  npm run --prefix "$HONGYAN_HOME/sdk" typecheck </dev/null || return 1
  tally 1 0 0
}

# --- demo: the mini-program's files as they are shipped, by WeChat's compilers, typings and component framework

has_demo() { [ -f "$HONGYAN_HOME/demo/package-lock.json" ]; }

step_demo() {
  local code=0 tap=$TEST_OUT/demo.tap
  (need_node && need_npm) || return 1
  install_locked demo || return 1
  npm run --prefix "$HONGYAN_HOME/demo" check </dev/null || return 1
  tally 1 0 0
  (cd "$HONGYAN_HOME" && node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" demo/checks/package.js demo/checks/components.js) </dev/null || code=1
  # shellcheck disable=SC2046
  tally $(count_tap "$tap")
  return $code
}

# --- scenarios and crash: the real server process

has_conformance() { [ -f "$HONGYAN_HOME/conformance/src/main/java/im/hongyan/conformance/Main.java" ]; }
has_scenarios() { has_conformance; }
has_crash() { has_conformance; }
has_disk() { has_conformance; }
step_scenarios() { conformance scenarios; }
step_crash() { conformance crash --rounds "$CRASH_ROUNDS_SHORT"; }
# A disk that fills up is a small file system; where none may be mounted, the step is skipped and says so.
step_disk() {
  conformance disk-full || return 1
  if grep -q '^skipped:' "$TEST_OUT/disk-full.log"; then tally 0 0 1; fi
}

# Runs a command of the conformance program, whose last line is `N passed, N failed`.
conformance() {
  local code=0 out=$TEST_OUT/$1.log counts
  build_for_step server || return 1
  jvm_flags server
  # One word a line. Without the launcher in between, a signal to the process is a signal to the server.
  HONGYAN_SERVER_COMMAND=$(printf '%s\n' "$JDK/bin/java" "${JVM_FLAGS[@]}" -cp "$CLASS_PATH" im.hongyan.server.Main)
  export HONGYAN_SERVER_COMMAND
  build_for_step conformance || return 1
  jvm_flags conformance
  (cd "$HONGYAN_HOME" && "$JDK/bin/java" "${JVM_FLAGS[@]}" -cp "$CLASS_PATH" im.hongyan.conformance.Main "$@") \
    </dev/null 2>&1 | tee "$out" || code=1
  counts=$(grep -Eo '[0-9]+ passed, [0-9]+ failed' "$out" | tail -n 1 | awk '{ print $1, $3, 0 }')
  if [ -z "$counts" ]; then
    say "conformance $1 ended without saying what passed"
    return 1
  fi
  # shellcheck disable=SC2086
  tally $counts
  return $code
}

# --- phones: the demo on the landing page, in headless Chromium against the real server. Screenshots: target/test/phones/

has_phones() { [ -d "$HONGYAN_HOME/demo/e2e" ]; }

step_phones() {
  local code=0 tap=$TEST_OUT/phones.tap files=()
  (need_node && need_npm && need_chromium) || return 1
  CHROMIUM=$(find_chromium)
  export CHROMIUM
  install_locked demo || return 1
  build_for_step server || return 1
  files=("$HONGYAN_HOME"/demo/e2e/*.test.js)
  # One file after the other: each has a browser and a server of its own, and their clocks are real.
  (cd "$HONGYAN_HOME" && HONGYAN_SHOTS=$TEST_OUT/phones node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "${files[@]}") </dev/null || code=1
  # shellcheck disable=SC2046
  tally $(count_tap "$tap")
  return $code
}
