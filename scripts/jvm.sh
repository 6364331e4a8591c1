# Every JVM flag of a running Hongyan, and why. HONGYAN_JAVA_OPTS is appended, so it wins.

# Sets JVM_FLAGS for a module (server, bench, conformance). Needs DIST from build.sh.
jvm_flags() {
  JVM_FLAGS=(
    # Eight bytes a header instead of twelve: about a tenth of the heap of an idle connection.
    -XX:+UseCompactObjectHeaders
    # epoll, RocksDB and SQLite are native libraries.
    --enable-native-access=ALL-UNNAMED
    # Netty's buffers use Unsafe; without this the JVM says so on every start.
    --sun-misc-unsafe-memory-access=allow
    # Where the SDK files, the console and the documents lie.
    "-Dhongyan.home=$HONGYAN_HOME"
  )
  case $1 in
    server)
      JVM_FLAGS+=(
        # As fast as the parallel collector here, and it gives memory back.
        -XX:+UseG1GC
        -Xms64m
        -Xmx1g
        # Outbound buffers live here; without a cap they may grow to the heap's size again.
        -XX:MaxDirectMemorySize=512m
        # A server that has run out of memory answers wrongly; restarting is safe, since what was acknowledged is on disk.
        -XX:+ExitOnOutOfMemoryError
      )
      # Classes parsed, linked and profiled by a training run at build time: starting takes half the time. The JVM goes on
      # without it where the file does not fit the flags above.
      if [ -f "$DIST/hongyan.aot" ]; then JVM_FLAGS+=("-XX:AOTCache=$DIST/hongyan.aot"); fi
      ;;
    *) JVM_FLAGS+=(-Xmx2g) ;;
  esac
  # Word splitting is what the variable is for.
  # shellcheck disable=SC2206
  JVM_FLAGS+=(${HONGYAN_JAVA_OPTS:-})
}
