/** Addresses that the city never calls: link-local ones, under which clouds hand out their machines' credentials, and none at all. */
import { lookup as lookupWithCallback } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('::', 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');

function isRefused(address: string): boolean {
  return refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** A name counts by every address that it has now. */
export async function isForbiddenAddress(host: string): Promise<boolean> {
  const plain = host.replaceAll(/^\[|\]$/g, '');
  const found = isIP(plain) > 0 ? [{ address: plain }] : await lookup(plain, { all: true }).catch(() => []);
  return found.some(({ address }) => isRefused(address));
}

/** For the connection itself: a name that is answered differently a second time gains nothing. */
export const guardedLookup: LookupFunction = (host, options, done) => {
  lookupWithCallback(host, { ...options, all: true }, (problem, found) => {
    if (problem !== null) return done(problem, '', 0);
    const [first] = found;
    if (first === undefined || found.some(({ address }) => isRefused(address)))
      return done(new Error('forbidden address'), '', 0);
    // Node asks for all addresses when it races them.
    if (options.all === true) return done(null, found);
    return done(null, first.address, first.family);
  });
};
