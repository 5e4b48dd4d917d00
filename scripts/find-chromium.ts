import { existsSync } from 'node:fs';
import { findCommand } from './find-command';

const MAC = '/Applications/Chromium.app/Contents/MacOS/Chromium';

/** The Chromium (or Chrome) of this machine; null when it has none. */
export function findChromium(): string | null {
  return (
    findCommand('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
    (existsSync(MAC) ? MAC : null)
  );
}
