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

function isHeaderName(name: string): name is HeaderName {
  return Object.hasOwn(forms, name);
}

interface Header {
  readonly known: Partial<Record<HeaderName, string>>;
  readonly others: [string, string][];
}

function parseHeader(text: string): Header | undefined {
  const header: Header = { known: {}, others: [] };
  for (const field of text.split(';')) {
    if (field === '') continue;
    const sign = field.indexOf('=');
    if (sign < 1) return undefined;
    const name = field.slice(0, sign);
    const value = field.slice(sign + 1);
    if (!isHeaderName(name)) header.others.push([name, value]);
    else if (header.known[name] !== undefined || !forms[name].test(value)) return undefined;
    else header.known[name] = value;
  }
  return header;
}

function parseGroup(text: string): Hj212Group | undefined {
  const pairs: [string, string][] = [];
  for (const item of text.split(',')) {
    const sign = item.indexOf('=');
    if (sign < 1) return undefined;
    pairs.push([item.slice(0, sign), item.slice(sign + 1)]);
  }
  return pairs;
}

/** Empty groups (a ';' too many, as devices write it) are left out. */
function parseContent(text: string): readonly Hj212Group[] | undefined {
  const groups: Hj212Group[] = [];
  for (const part of text.split(';')) {
    if (part === '') continue;
    const group = parseGroup(part);
    if (group === undefined) return undefined;
    groups.push(group);
  }
  return groups;
}

function packetOf({ known }: Header): Hj212Message['packet'] | 'wrong' {
  const [total, index] = [known.PNUM, known.PNO];
  if (total === undefined && index === undefined)
    return known.Flag !== undefined && hasPacketBit(Number(known.Flag)) ? 'wrong' : undefined;
  const packet = { total: Number(total), index: Number(index) };
  // A missing half is NaN here and compares as false.
  return packet.index >= 1 && packet.index <= packet.total ? packet : 'wrong';
}

/** Undefined when the text is no data segment. */
export function parseSegment(text: string): Hj212Message | undefined {
  const start = text.indexOf(contentStart);
  const end = text.length - contentEnd.length;
  if (start < 0 || end < start + contentStart.length || !text.endsWith(contentEnd)) return undefined;
  const header = parseHeader(text.slice(0, start));
  const content = parseContent(text.slice(start + contentStart.length, end));
  if (header === undefined || content === undefined) return undefined;
  const { QN, ST, CN, PW, MN, Flag } = header.known;
  const packet = packetOf(header);
  if (ST === undefined || CN === undefined || PW === undefined || MN === undefined) return undefined;
  if (packet === 'wrong' || Number(Flag ?? 0) > 255) return undefined;
  return {
    ...(QN === undefined ? {} : { requestNumber: QN }),
    systemCode: ST,
    command: CN,
    password: PW,
    device: MN,
    ...(Flag === undefined ? {} : { flag: Number(Flag) }),
    ...(packet === undefined ? {} : { packet }),
    ...(header.others.length === 0 ? {} : { others: header.others }),
    content,
  };
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
