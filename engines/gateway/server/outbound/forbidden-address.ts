/** Addresses that the city never calls: link-local ones, under which clouds hand out their machines' credentials, and none at all. */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('::', 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');

export class ForbiddenAddress extends Error {}

function isRefused({ address }: { readonly address: string }): boolean {
  return refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** For the connection itself, which goes to what was looked at here: a name that is answered differently a second time gains nothing. */
export const guardedLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (problem, found) => {
    if (problem !== null) return done(problem, '', 0);
    const [first] = found;
    if (first === undefined || found.some(isRefused)) return done(new ForbiddenAddress(), '', 0);
    // Node asks for all addresses when it races them.
    if (options.all === true) return done(null, found);
    return done(null, first.address, first.family);
  });
};

/** The address to connect to, IPv4 first, of a name or of a literal, which a socket would never look up. Throws ForbiddenAddress, or what the look-up throws. */
export function checkedAddress(host: string): Promise<string> {
  const plain = host.replaceAll(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    guardedLookup(plain, { order: 'ipv4first' }, (problem, address) => {
      if (problem === null) resolve(String(address));
      else reject(problem);
    });
  });
}

/** A name that leads nowhere is not forbidden. */
export async function isForbiddenAddress(host: string): Promise<boolean> {
  return checkedAddress(host).then(
    () => false,
    (problem: unknown) => problem instanceof ForbiddenAddress,
  );
}
