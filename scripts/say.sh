# How the launcher speaks: to stderr, so that the output of a command stays clean.

say() { printf 'hongyan: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The command line was wrong.
misuse() {
  say "$*"
  say 'see ./hongyan help'
  exit 2
}
