import 'server-only';
import { channel } from 'node:diagnostics_channel';
import { env, InvalidEnvError } from './env';
import { startCounting } from './metrics';
import { proxyList, trustIn } from './peer';
import { replicaKeeper } from './replica/keeper';

/** On which `scripts/serve.mjs` hears where to listen: it stands outside of the build and can't import this side. */
const CONFIGURED = 'net-billing:configured';

/** Reads the configuration and begins to count, before the first request, or ends the process with a line for each thing wrong with it. */
export function announceConfiguration(): void {
  try {
    const { host, port, baseUrl, trustedProxies } = env();
    startCounting();
    const isTrustedProxy = trustIn(proxyList(trustedProxies));
    channel(CONFIGURED).publish({ host, port, secure: baseUrl.protocol === 'https:', isTrustedProxy });
    replicaKeeper().start();
  } catch (error) {
    if (!(error instanceof InvalidEnvError)) throw error;
    process.stderr.write(`${error.lines.join('\n')}\n`);
    process.exit(1);
  }
}
