#!/usr/bin/env bash
# Install the Debian packages that some tests need. Without root or apt nothing is installed, and those tests say why
# they are skipped.
set -u
packages=()
command -v chromium >/dev/null || packages+=(chromium)
[ -d /usr/share/fonts/opentype/noto ] || packages+=(fonts-noto-cjk)
command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui libreoffice-calc-nogui)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
command -v mvn >/dev/null || packages+=(maven)
command -v java >/dev/null || packages+=(default-jre-headless)
[ ${#packages[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "not installed (needs apt-get and root): ${packages[*]}; the tests that need them are skipped" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
for package in "${packages[@]}"; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
        || echo "not installed: $package; the tests that need it are skipped" >&2
done
exit 0
