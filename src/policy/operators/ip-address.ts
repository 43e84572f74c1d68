import { unreadableValue, type Operator } from './operator.ts';

/** An IP address as a number of 32 or 128 bits. */
interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

/** A block of addresses, first and last. */
interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** `undefined` for what is not an IPv4 or IPv6 address. */
function addressOf(text: string): Address | undefined {
  const number = text.includes(':') ? ipv6(text) : ipv4(text);
  return number === undefined ? undefined : { bits: text.includes(':') ? 128 : 32, number };
}

function ipv4(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined;
  return octets.reduce((number, octet) => number * 256n + BigInt(octet), 0n);
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from<number>({ length: missing }).fill(0), ...(tail ?? [])];
  return groups.reduce((number, group) => number * 65_536n + BigInt(group), 0n);
}

/** The groups of 16 bits in one half of an IPv6 address, which may end in an IPv4 address. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [at, part] of parts.entries()) {
    const embedded = at === parts.length - 1 && part.includes('.') ? ipv4(part) : undefined;
    if (embedded !== undefined) groups.push(Number(embedded >> 16n), Number(embedded & 0xff_ffn));
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The block of a CIDR or of a bare address; `undefined` for what is neither. */
export function blockOf(cidr: string): Block | undefined {
  const [text = '', length, more] = cidr.trim().split('/');
  const address = addressOf(text);
  if (!address || more !== undefined) return undefined;
  if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > address.bits)) return undefined;
  const free = BigInt(address.bits - (length === undefined ? address.bits : Number(length)));
  const first = (address.number >> free) << free;
  return { bits: address.bits, first, last: first + (1n << free) - 1n };
}

/** Writes a number as an address. */
function textOf(bits: 32 | 128, number: bigint): string {
  const octetOrGroup = bits === 32 ? 8 : 16;
  const parts = Array.from(
    { length: bits / octetOrGroup },
    (_, at) => (number >> BigInt(bits - (at + 1) * octetOrGroup)) & ((1n << BigInt(octetOrGroup)) - 1n),
  );
  return bits === 32 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
}

/** `IpAddress`: an address of the other family is never in a block. */
export const ipAddress: Operator = {
  takesVariables: false,
  accepts(value, { text }) {
    const [address, block] = [addressOf(value), blockOf(text)];
    if (!address || !block) return 'unreadable';
    return address.bits === block.bits && address.number >= block.first && address.number <= block.last;
  },
  kinds: {
    by: 'order',
    representatives: (wanted) => [unreadableValue, '0.0.0.0', '::', ...wanted.flatMap(({ text }) => edgesOf(text))],
  },
};

/** Where a block begins, and where what follows it does. */
function edgesOf(cidr: string): string[] {
  const block = blockOf(cidr);
  if (!block) return [];
  const { bits, first, last } = block;
  return [first, last + 1n].filter((edge) => edge < 1n << BigInt(bits)).map((edge) => textOf(bits, edge));
}
