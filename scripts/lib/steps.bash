# shellcheck shell=bash
# Titled, timed steps with a log each, and the end of what was started. Sourced with `set -euo pipefail` by the scripts beside it.

started=()

if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' cyan=$'\e[36m' plain=$'\e[0m'
else
  # shellcheck disable=SC2034 # for the sourcing script
  bold="" dim="" red="" green="" yellow="" cyan="" plain=""
fi

complain() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

# "1 min 5 s"
duration() {
  if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# How far a log is: tests that have ended, or the newest "[12/345] ..." of a build, cut to one line.
progress() {
  local ended
  ended=$(grep -cE '^(✔|✘) Test "' "$1" 2>/dev/null) || true
  if ((${ended:-0} > 0)); then echo "$ended tests so far"; else
    tr '\r' '\n' <"$1" 2>/dev/null | grep -oE '\[[0-9]+/[0-9]{2,}\] .*' | tail -n 1 | cut -c1-70 || true
  fi
}

# Ends everything started here, the newest first; a member of `started` is a pid, or -pid for a whole process group.
stop_started() {
  local index
  for ((index = ${#started[@]} - 1; index >= 0; index--)); do
    kill -TERM -- "${started[index]}" 2>/dev/null || continue
    wait "${started[index]#-}" 2>/dev/null || true
  done
  started=()
}

# what_failed LOG: the tests that failed with what they say, or a compiler's errors, or the end.
what_failed() {
  if grep -q '^✘ ' "$1"; then
    awk '/^(✘|↳) / && !/^↳ (\/\/\/|Testing Library|Target Platform)/ { print; more = 1; next } more && /^  / { print; next } { more = 0 }' "$1"
  elif (($(wc -l <"$1") <= 40)); then
    cat "$1"
  else
    grep -E '^[^|`]*error: ' "$1" || tail -n 25 "$1"
  fi
}

# step TITLE LOG COMMAND...: runs the command with its output in the log; says how it goes, how long it took, and, where it
# fails, what it said last. Its status is the command's.
step() {
  local title=$1 log=$2 begin=$SECONDS status=0 said=0 pid
  shift 2
  mkdir -p "$(dirname "$log")"
  printf '%s==>%s %s\n' "$cyan" "$plain" "$title"
  # A group of its own, so that a build ends whole; monitor mode is what gives it one.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  started+=("-$pid")
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [[ -n "$plain" ]]; then
      printf '\r\e[K    %s%s %s%s' "$dim" "$(duration $((SECONDS - begin)))" "$(progress "$log")" "$plain"
    elif ((SECONDS - begin - said >= 30)); then
      said=$((SECONDS - begin))
      printf '    %s %s\n' "$(duration "$said")" "$(progress "$log")"
    fi
  done
  wait "$pid" || status=$?
  unset 'started[-1]'
  [[ -z "$plain" ]] || printf '\r\e[K'
  if ((status == 0)); then
    printf '    %sdone%s in %s\n' "$green" "$plain" "$(duration $((SECONDS - begin)))"
    return 0
  fi
  printf '    %sfailed%s after %s (status %s); all of its output is in %s\n' \
    "$red" "$plain" "$(duration $((SECONDS - begin)))" "$status" "$log"
  what_failed "$log" | awk '!seen[$0]++' | tail -n 60 | sed 's/^/    /'
  return "$status"
}
