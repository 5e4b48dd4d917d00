import 'server-only';
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Set by the front of the server (`scripts/front.mjs`), from the socket; a client's own is dropped there. */
export const PEER_HEADER = 'x-casetool-peer';

/** The proxies of `TRUSTED_PROXIES`: addresses and CIDR ranges that `env.ts` has checked. */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * Who is at the other end, as far as can be known: the address of the socket, or, behind the proxies that the
 * configuration names, the last address that such a proxy has seen. What stands further left in X-Forwarded-For is
 * what the visitor chose to write there.
 */
export function peerOf(headers: Headers, proxies: BlockList): string {
  let peer = plainAddress(headers.get(PEER_HEADER) ?? '') ?? 'unknown';
  const hops = (headers.get('x-forwarded-for') ?? '').split(',');
  while (isTrusted(peer, proxies)) {
    const hop = plainAddress(hops.pop() ?? '');
    if (hop === null) break;
    peer = hop;
  }
  return peer;
}

/** One customer of a provider has a whole /64 of IPv6: that is one peer. */
export function peerGroup(peer: string): string {
  return isIPv6(peer) ? `${expandIPv6(peer).slice(0, 4).join(':')}::/64` : peer;
}

/** Whether the address of a socket is one of these proxies'. */
export function trustIn(proxies: BlockList): (address: string) => boolean {
  return (address) => isTrusted(plainAddress(address) ?? '', proxies);
}

const isTrusted = (peer: string, proxies: BlockList): boolean =>
  (isIPv4(peer) && proxies.check(peer, 'ipv4')) || (isIPv6(peer) && proxies.check(peer, 'ipv6'));

/** Without brackets, port, zone, and the IPv6 prefix of an IPv4 address; null for what is no address. */
function plainAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv4(bare) || isIPv6(bare) ? bare : null;
}

/** The eight groups, lower case, without leading zeros. */
function expandIPv6(address: string): string[] {
  // The URL parser writes every IPv6 address in its one shortest form.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}
