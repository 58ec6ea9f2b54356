import { BlockList, isIP } from 'node:net';

/** Addresses and networks, such as `192.0.2.1`, `10.0.0.0/8` and `2001:db8::/32`. */
export class AddressRanges {
  private readonly ranges = new BlockList();

  /** @throws Error when one of them is neither */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const parsed = parse(range);
      if (parsed === undefined) throw new Error(`${range} is no address and no network such as 10.0.0.0/8`);
      const { address, prefix, family } = parsed;
      this.ranges.addSubnet(address, prefix, family);
    }
  }

  has(address: string): boolean {
    return isIP(address) !== 0 && this.ranges.check(address, familyOf(address));
  }
}

/** Whether a text is an address or a network. */
export function isAddressRange(text: string): boolean {
  return parse(text) !== undefined;
}

/** The address in the form that names it alone: a socket for both IP versions calls IPv4's `::ffff:192.0.2.1`. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

function parse(range: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', prefixText, ...rest] = range.split('/');
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return undefined;
  const longest = isIP(address) === 4 ? 32 : 128;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? longest : Number(prefixText);
  return prefix > longest ? undefined : { address, prefix, family: familyOf(address) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
