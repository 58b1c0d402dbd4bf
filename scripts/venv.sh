# Sourced: virtual environments of pinned packages.
# shellcheck shell=bash

# venv FOLDER REQUIREMENTS MODULE
# The module is one that the packages hold. The stamp is written last: an interrupted set-up has none
# and is done again from nothing.
venv() {
  local folder=$1 packages=$2 module=$3
  local stamp=$folder/requirements.sha256 want
  # Its programs name the folder that they were made in.
  want="$PWD $(sha256sum <"$packages")"
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && "$folder/bin/python" -c "import $module" 2>/dev/null && return
  step "Python packages of $packages"
  check_python
  rm -rf "$folder"
  python3 -m venv "$folder" || stop "Python can't make a virtual environment; run: sudo apt-get install python3-venv"
  # The file names all packages: pip has none to find, and would refuse those that others want with extras.
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$packages" ||
    stop "The Python packages could not be installed; with a network, run this again"
  printf '%s\n' "$want" >"$stamp"
}

check_python() {
  have python3 || stop "Python is not installed; run: sudo apt-get install python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$(python3 --version) is too old; install Python 3.11 or newer"
  python3 -c 'import ensurepip, venv' 2>/dev/null ||
    stop "Python can't make a virtual environment; run: sudo apt-get install python3-venv"
}
