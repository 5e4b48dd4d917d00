import path from 'node:path';
import { STATE } from './root';

/** For the tools that the commands run: nothing reported home, nothing kept in the home directory. */
export const TOOL_VARIABLES = {
  NEXT_TELEMETRY_DISABLED: '1',
  XDG_CONFIG_HOME: path.join(STATE, 'home/config'),
  XDG_CACHE_HOME: path.join(STATE, 'home/cache'),
  PLAYWRIGHT_TRANSFORM_CACHE_DIR: path.join(STATE, 'home/cache/playwright'),
} as const;
