#!/bin/sh
# Programs that only tests use: LibreOffice opens our Word files, pdftotext is not needed. Installed where we may.
set -eu
if command -v soffice >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing LibreOffice Writer for the tests that open Word files ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui >/dev/null
    exit 0
fi
if [ "${CI:-}" = true ]; then
    echo "LibreOffice is missing and cannot be installed: in CI no test may be skipped." >&2
    exit 1
fi
cat >&2 <<'TEXT'
************************************************************************************
LibreOffice was not found. The tests that open our Word files with it will NOT run.
To run them: install LibreOffice (Debian and Ubuntu: sudo apt install libreoffice-writer,
macOS: brew install --cask libreoffice, Windows: winget install TheDocumentFoundation.LibreOffice)
and run `make test` again.
************************************************************************************
TEXT
