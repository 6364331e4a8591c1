#!/usr/bin/env bash
# Fetches the third-party packages below by name and exact version from the npm registry, keeps the files that Hongyan serves, and
# writes checksums.sha256. Without an argument it only verifies what lies here against that file: no network needed.
#
#   third_party/refresh.sh            verify
#   third_party/refresh.sh --fetch    fetch anew and rewrite the checksums (look at the diff before committing)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# name version files...
PACKAGES=(
  'glass-easel 0.12.1 LICENSE package.json dist/glass_easel.all.js'
  'glass-easel-miniprogram-adapter 0.12.1 LICENSE package.json dist/glass_easel_miniprogram_adapter.js'
  'glass-easel-template-compiler 0.12.1 LICENSE package.json glass_easel_template_compiler.js glass_easel_template_compiler_bg.wasm'
)

fetch() {
  local line name version file
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  for line in "${PACKAGES[@]}"; do
    read -r name version line <<<"$line"
    (cd "$scratch" && npm pack "$name@$version" </dev/null >/dev/null 2>&1 && mkdir "$name" \
      && tar -xzf "$name-$version.tgz" -C "$name" --strip-components=1)
    rm -rf "./$name"
    mkdir "$name"
    for file in $line; do
      # Flat: the served address is /third_party/NAME/FILE.
      sed '/^\/\/# sourceMappingURL=/d' "$scratch/$name/$file" >"$name/$(basename "$file")"
      case $file in *.wasm) cp "$scratch/$name/$file" "$name/$(basename "$file")" ;; esac
    done
  done
  find . -mindepth 2 -type f | LC_ALL=C sort | sed 's|^\./||' | xargs sha256sum >checksums.sha256
}

case ${1:-} in
  --fetch) fetch ;;
  '') ;;
  *)
    echo "third_party/refresh.sh does not know $1" >&2
    exit 2
    ;;
esac
sha256sum --check --quiet checksums.sha256
