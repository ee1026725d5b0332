/** Addresses that nothing of ours ever calls: link-local ones, under which clouds hand out their machines' credentials, and none at all. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('::', 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');

export function isForbiddenAddress(address: string): boolean {
  return refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** A name counts by every address that it has now. */
export async function isForbiddenHost(host: string): Promise<boolean> {
  const plain = host.replaceAll(/^\[|\]$/g, '');
  const found = isIP(plain) > 0 ? [{ address: plain }] : await lookup(plain, { all: true }).catch(() => []);
  return found.some(({ address }) => isForbiddenAddress(address));
}
