/** Addresses that no department's source has: link-local ones, under which clouds hand out their machines' credentials, and none at all. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { lakeErrors } from '../../errors.ts';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('::', 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');

interface Address {
  readonly address: string;
  readonly family: number;
}

/** Every address that the name has now, IPv4 first. Throws lake.forbiddenAddress when one of them is refused, lake.unreachable for none. */
async function addressesOf(host: string): Promise<readonly [Address, ...Address[]]> {
  const plain = host.replaceAll(/^\[|\]$/g, '');
  const family = isIP(plain);
  const found =
    family > 0 ? [{ address: plain, family }] : await lookup(plain, { all: true }).catch(() => []);
  for (const each of found)
    if (refused.check(each.address, each.family === 6 ? 'ipv6' : 'ipv4')) throw lakeErrors.forbiddenAddress();
  const [first, ...rest] = found.toSorted((one, other) => one.family - other.family);
  if (first === undefined) throw lakeErrors.unreachable({ reason: '找不到这个主机名' });
  return [first, ...rest];
}

/** The address to connect to: a name that is looked up again later could lead elsewhere. */
export async function checkedAddress(host: string): Promise<string> {
  return (await addressesOf(host))[0].address;
}

const findAddresses = callbackify(addressesOf);

/** For a socket: it connects to the addresses that were checked, and to no others. */
export const checkedLookup: LookupFunction = (host, options, done) => {
  findAddresses(host, (problem, found) => {
    if (problem) done(problem, '', 0);
    else if (options.all) done(null, [...found]);
    else done(null, found[0].address, found[0].family);
  });
};
