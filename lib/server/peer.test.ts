import { describe, expect, test } from 'vitest';
import { PEER_HEADER, peerGroup, peerOf, proxyList, trustIn } from './peer';

const peer = (socket: string, forwarded: string | null, trusted: string[]) =>
  peerOf(
    new Headers({ [PEER_HEADER]: socket, ...(forwarded !== null && { 'x-forwarded-for': forwarded }) }),
    proxyList(trusted),
  );

describe('the peer', () => {
  test.each([
    ['is the socket where no proxy is named', '192.0.2.1', '203.0.113.9', [], '192.0.2.1'],
    ['is the socket where another proxy is named', '192.0.2.1', '203.0.113.9', ['10.0.0.5'], '192.0.2.1'],
    ['is whom the named proxy has seen', '10.0.0.5', '203.0.113.9', ['10.0.0.5'], '203.0.113.9'],
    [
      'is the last in the list, not what the visitor wrote before it',
      '10.0.0.5',
      '1.1.1.1, 203.0.113.9',
      ['10.0.0.5'],
      '203.0.113.9',
    ],
    [
      'is looked for behind several named proxies',
      '10.0.0.5',
      '1.1.1.1, 203.0.113.9, 10.1.2.3',
      ['10.0.0.0/8'],
      '203.0.113.9',
    ],
    ['is the proxy where it sends no list', '10.0.0.5', null, ['10.0.0.5'], '10.0.0.5'],
    [
      'is the proxy where its list holds no address',
      '10.0.0.5',
      '203.0.113.9, <script>',
      ['10.0.0.5'],
      '10.0.0.5',
    ],
    ['is the outermost proxy where all are named', '10.0.0.5', '10.0.0.7', ['10.0.0.0/8'], '10.0.0.7'],
    ['may come with a port', '10.0.0.5', '203.0.113.9:4711', ['10.0.0.5'], '203.0.113.9'],
    ['may be IPv6 with a port', '10.0.0.5', '[2001:db8::9]:4711', ['10.0.0.5'], '2001:db8::9'],
    ['is IPv4 on a socket of both families', '::ffff:192.0.2.1', null, [], '192.0.2.1'],
    [
      'is recognised as a proxy on such a socket',
      '::ffff:10.0.0.5',
      '203.0.113.9',
      ['10.0.0.5'],
      '203.0.113.9',
    ],
    ['may be behind an IPv6 proxy', 'fd00::5', '203.0.113.9', ['fd00::/8'], '203.0.113.9'],
  ])('%s', (_claim, socket, forwarded, trusted, expected) => {
    expect(peer(socket, forwarded, trusted)).toBe(expected);
  });

  test('is unknown where the front set none', () => {
    expect(peerOf(new Headers({ 'x-forwarded-for': '203.0.113.9' }), proxyList(['0.0.0.0/0']))).toBe(
      'unknown',
    );
  });
});

describe('peers that count as one', () => {
  test('are all of one /64 of IPv6', () => {
    expect(peerGroup('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
    expect(peerGroup('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff')).toBe('2001:db8:1:2::/64');
    expect(peerGroup('2001:db8:1:3::1')).not.toBe(peerGroup('2001:db8:1:2::1'));
    expect(peerGroup('::1')).toBe('0:0:0:0::/64');
    expect(peerGroup('2001:db8::')).toBe('2001:db8:0:0::/64');
  });

  test('are only itself for IPv4', () => {
    expect(peerGroup('192.0.2.1')).toBe('192.0.2.1');
  });
});

test.each([
  ['10.0.0.5', true],
  ['::ffff:10.0.0.5', true],
  ['10.0.0.6', false],
  ['fd00::17', true],
  ['', false],
])('of the socket %j, a trusted proxy: %s', (address, answer) => {
  expect(trustIn(proxyList(['10.0.0.5', 'fd00::/8']))(address)).toBe(answer);
});
