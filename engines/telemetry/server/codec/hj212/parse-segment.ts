/** Reads the data segment of an HJ 212 frame into its fields (HJ 212-2017). */
import type { Hj212Group, Hj212Message } from './message.ts';
import { hasPacketBit } from './message.ts';

const contentStart = 'CP=&&';
const contentEnd = '&&';

/** The forms of the header's fields; a frame that breaks one is refused whole. */
const forms = {
  QN: /^\d{17}$/,
  ST: /^\d{2}$/,
  CN: /^\d{4}$/,
  PW: /^[^=;,&]{1,16}$/,
  MN: /^[0-9A-Za-z]{1,24}$/,
  Flag: /^\d{1,3}$/,
  PNUM: /^\d{1,4}$/,
  PNO: /^\d{1,4}$/,
} as const;

type HeaderName = keyof typeof forms;
type Pair = readonly [name: string, value: string];

function isHeaderName(name: string): name is HeaderName {
  return Object.hasOwn(forms, name);
}

const [comma, semicolon, equals] = [0x2c, 0x3b, 0x3d];

/**
 * The pairs of an area, group by group; undefined when an item has no name or no '='. One pass without splitting: this is what every
 * frame of every logger goes through. Empty groups (a ';' too many, as devices write it) are left out.
 */
function parseGroups(text: string, from: number, to: number): Pair[][] | undefined {
  const groups: Pair[][] = [];
  let group: Pair[] = [];
  let start = from;
  let sign = -1;
  for (let at = from; at <= to; at += 1) {
    const character = at < to ? text.charCodeAt(at) : semicolon;
    if (character === equals && sign < 0) sign = at;
    if (character !== comma && character !== semicolon) continue;
    const isNothing = at === start && character === semicolon && group.length === 0;
    if (!isNothing) {
      if (sign <= start) return undefined;
      group.push([text.slice(start, sign), text.slice(sign + 1, at)]);
    }
    if (character === semicolon && group.length > 0) {
      groups.push(group);
      group = [];
    }
    start = at + 1;
    sign = -1;
  }
  return groups;
}

interface Header {
  readonly known: Partial<Record<HeaderName, string>>;
  readonly others: Pair[];
}

function parseHeader(text: string, end: number): Header | undefined {
  const groups = parseGroups(text, 0, end);
  if (groups === undefined) return undefined;
  const header: Header = { known: {}, others: [] };
  for (const [pair, second] of groups) {
    if (pair === undefined || second !== undefined) return undefined;
    const [name, value] = pair;
    if (!isHeaderName(name)) header.others.push(pair);
    else if (header.known[name] !== undefined || !forms[name].test(value)) return undefined;
    else header.known[name] = value;
  }
  return header;
}

function packetOf({ known }: Header): Hj212Message['packet'] | 'wrong' {
  const [total, index] = [known.PNUM, known.PNO];
  if (total === undefined && index === undefined)
    return known.Flag !== undefined && hasPacketBit(Number(known.Flag)) ? 'wrong' : undefined;
  const packet = { total: Number(total), index: Number(index) };
  // A missing half is NaN here and compares as false.
  return packet.index >= 1 && packet.index <= packet.total ? packet : 'wrong';
}

type Unfinished = { -readonly [K in keyof Hj212Message]: Hj212Message[K] };

/** Undefined when the text is no data segment. */
export function parseSegment(text: string): Hj212Message | undefined {
  const start = text.indexOf(contentStart);
  const end = text.length - contentEnd.length;
  if (start < 0 || end < start + contentStart.length || !text.endsWith(contentEnd)) return undefined;
  const header = parseHeader(text, start);
  const content = parseGroups(text, start + contentStart.length, end);
  if (header === undefined || content === undefined) return undefined;
  const { QN, ST, CN, PW, MN, Flag } = header.known;
  const packet = packetOf(header);
  if (ST === undefined || CN === undefined || PW === undefined || MN === undefined) return undefined;
  if (packet === 'wrong' || Number(Flag ?? 0) > 255) return undefined;
  const message: Unfinished = { systemCode: ST, command: CN, password: PW, device: MN, content };
  if (QN !== undefined) message.requestNumber = QN;
  if (Flag !== undefined) message.flag = Number(Flag);
  if (packet !== undefined) message.packet = packet;
  if (header.others.length > 0) message.others = header.others;
  return message;
}

const separators = /[;,&=\r\n]/;

function writeGroup(group: Hj212Group): string {
  return group
    .map(([name, value]) => {
      if (name === '' || separators.test(name) || /[;,\r\n]|&&/.test(value))
        throw new RangeError('a name or value holds a separator');
      return `${name}=${value}`;
    })
    .join(',');
}

/** The text of the data segment; throws RangeError for a message that `parseSegment` would not take. */
export function writeSegment(message: Hj212Message): string {
  const { packet } = message;
  const fields: [HeaderName, string | undefined][] = [
    ['QN', message.requestNumber],
    ['ST', message.systemCode],
    ['CN', message.command],
    ['PW', message.password],
    ['MN', message.device],
    ['Flag', message.flag?.toString()],
    ['PNUM', packet?.total.toString()],
    ['PNO', packet?.index.toString()],
  ];
  const header = fields.flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (!forms[name].test(value)) throw new RangeError(`${name} has no such value`);
    return [`${name}=${value};`];
  });
  const others = (message.others ?? []).map((pair) => `${writeGroup([pair])};`);
  const content = message.content.map(writeGroup).join(';');
  return `${header.join('')}${others.join('')}${contentStart}${content}${contentEnd}`;
}
