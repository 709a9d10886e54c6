#!/usr/bin/env bash
# The main job on the five sample plans: load, ask, draw. Usage: demo.sh DATA OUT
set -euo pipefail
data=$1 out=$2
mkdir -p "$out"
say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
zeren() { command zeren --data "$data" "$@"; }

say "1. 读入五份方案  zeren load samples"
zeren load samples
say "2. 库里有什么  zeren status"
zeren status
say "3. 大宁县财政局牵头、负责、配合什么  zeren who 大宁县财政局"
zeren who 大宁县财政局 --limit 8
say "4. 哪些单位与它共同承担任务  zeren overlaps --unit 大宁县财政局"
zeren overlaps --unit 大宁县财政局 --limit 8
say "5. 情况  zeren observations"
zeren observations
say "6. 责任关系图  zeren view network 大宁县财政局"
zeren view network 大宁县财政局 -o "$out/network.html"
say "完成。用浏览器打开 $out/network.html；或运行 make serve，打开 http://127.0.0.1:8765"
