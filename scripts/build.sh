# Builds a program (server, bench, conformance) when its sources have changed since it was built.
#
# A build ends as a folder of jars target/dist/<module>-<fingerprint of its sources>/. Its existence is the stamp: when it is
# there, nothing is asked of Maven. A server that is running keeps its own folder, so a build never pulls jars from under it.

readonly DISTS_KEPT=3 # per program: a server of an earlier build may still be running
readonly TRAINING_SECONDS_MAX=60

# The files that decide what a program is, one a line.
program_sources() { # module
  cd "$HONGYAN_HOME"
  {
    printf '%s\n' pom.xml .mvn/jvm.config scripts/build.sh scripts/jvm.sh
    find . -name target -prune -o -name node_modules -prune -o -name sdk -prune -o -name .git -prune \
      -o -type f \( -name pom.xml -o -path '*/src/main/*' \) -print
  } | grep -Ev "^\./(testkit|arch|bench|conformance)/src/" || true
  case $1 in bench | conformance) find "./$1/src/main" -type f ;; esac
}

fingerprint() { # module
  (
    program_sources "$1" | LC_ALL=C sort | tr '\n' '\0' | (cd "$HONGYAN_HOME" && xargs -0 cksum)
    printf '%s\n' "$JDK"
  ) | cksum | tr ' ' '-'
}

# Sets DIST and CLASS_PATH. Builds first when needed.
build_if_stale() { # module
  local module=$1
  DIST=$HONGYAN_HOME/target/dist/$module-$(fingerprint "$module")
  if [ ! -f "$DIST/built" ]; then
    lock_build
    # Someone else may have built it while we waited.
    [ -f "$DIST/built" ] || build "$module"
    unlock_build
  fi
  CLASS_PATH=$(cat "$DIST/built")
}

# One build at a time in one checkout: Maven's target folders are shared.
lock_build() {
  local lock=$HONGYAN_HOME/target/build.lock owner told=
  mkdir -p "$HONGYAN_HOME/target"
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock" # its owner died
      continue
    fi
    [ -n "$told" ] || say "waiting for another build${owner:+ (process $owner)}"
    told=yes
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap unlock_build EXIT
}

unlock_build() {
  rm -rf "$HONGYAN_HOME/target/build.lock"
  trap - EXIT
}

build() { # module
  local module=$1 log=$HONGYAN_HOME/target/build-$1.log
  need_maven
  say "building $module (log: $log)"
  [ -d "$HOME/.m2/repository/io/vertx" ] || say 'the first build downloads its libraries; this takes some minutes'
  rm -rf "$HONGYAN_HOME/$module/target/lib"
  if ! maven -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$module" -am package </dev/null 2>&1 \
    | tee "$log" | sed -n 's/^\[INFO\] Building hongyan-\([^ ]*\) .*/hongyan:   \1/p' >&2; then
    grep -E '^\[(ERROR|WARNING)\]' "$log" | head -n 40 >&2 || true
    fail "the build of $module failed; the whole log is $log"
  fi
  collect "$module"
  if [ "$module" = server ]; then train; fi
  printf '%s' "$CLASS_PATH" >"$DIST/built"
  forget_old_dists "$module"
}

# Copies the jars to a folder of their own and names them in a fixed order: the AOT cache is bound to that order.
collect() { # module
  local jar
  rm -rf "$DIST"
  mkdir -p "$DIST"
  cp "$HONGYAN_HOME/$1"/target/lib/*.jar "$DIST/" || fail "the build of $1 left no jars"
  CLASS_PATH=
  while IFS= read -r jar; do
    CLASS_PATH=${CLASS_PATH:+$CLASS_PATH:}$jar
  done < <(printf '%s\n' "$DIST"/*.jar | LC_ALL=C sort)
}

# Starts the server once with a throw-away data folder, which ends by itself when it is ready; the JVM leaves what it learnt in
# hongyan.aot. Without that file the server starts too, only slower, so a failure here is said and passed over.
train() {
  local data log=$DIST/training.log waited=0 pid code=0
  data=$(mktemp -d)
  jvm_flags server
  "$JDK/bin/java" "${JVM_FLAGS[@]}" "-XX:AOTCacheOutput=$DIST/hongyan.aot" -cp "$CLASS_PATH" im.hongyan.server.Main \
    serve --port 0 --data "$data" --exit-when-ready >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 $pid 2>/dev/null && [ $waited -lt $TRAINING_SECONDS_MAX ]; do
    sleep 1
    waited=$((waited + 1))
  done
  kill -9 $pid 2>/dev/null || true
  wait $pid 2>/dev/null || code=$?
  rm -rf "$data"
  if [ $code != 0 ]; then
    rm -f "$DIST"/hongyan.aot* # what a run that failed has learnt is not worth loading
    say "no start-up cache (see $log); the server starts without it"
  fi
}

forget_old_dists() { # module
  local old
  # Newest first; folder names hold no spaces.
  # shellcheck disable=SC2012
  ls -dt "$HONGYAN_HOME/target/dist/$1"-* | tail -n +$((DISTS_KEPT + 1)) | while IFS= read -r old; do rm -rf "$old"; done
}
