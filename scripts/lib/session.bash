# shellcheck shell=bash
# A private D-Bus session with an unlocked gnome-keyring. Needs steps.bash; stop_started ends both.

# wait_until SECONDS COMMAND...
wait_until() {
  local tries=$(($1 * 20))
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    ((tries > 0)) || return 1
    sleep 0.05
  done
}

# private_home FOLDER: makes a home and a runtime folder there and points the environment at them.
private_home() {
  mkdir -m 700 "$1/home" "$1/run"
  export HOME="$1/home" XDG_RUNTIME_DIR="$1/run"
  unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME MCPCRED_REGISTRY MCPCRED_KEY_FILE \
    MCPCRED_NO_INTERACTIVE DBUS_SESSION_BUS_ADDRESS
}

keyring_is_there() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets | grep -q 'boolean true'
}

# start_keyring FOLDER: exports DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR and MCPCRED_TEST_KEYRING_PID.
start_keyring() {
  local folder=$1
  # No service folders: the bus must not start a second, locked daemon by name.
  cat >"$folder/bus.conf" <<END
<busconfig><type>session</type><listen>unix:path=$folder/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
END
  dbus-daemon --nofork --config-file="$folder/bus.conf" >"$folder/bus.log" 2>&1 9>&- &
  started+=("$!")
  export DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/bus"
  mkdir -p "$folder/keyring" && chmod 700 "$folder/keyring"
  printf 'correct-horse' | env HOME="$folder/keyring" XDG_DATA_HOME="$folder/keyring" XDG_RUNTIME_DIR="$folder/keyring" \
    gnome-keyring-daemon --foreground --unlock --components=secrets >"$folder/keyring.log" 2>&1 9>&- &
  started+=("$!")
  export MCPCRED_TEST_KEYRING_PID=$!
  if ! wait_until 15 keyring_is_there; then
    complain "gnome-keyring did not start:"
    cat "$folder/bus.log" "$folder/keyring.log" >&2
    return 1
  fi
}
