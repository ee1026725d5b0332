/** What the elements of an SL 651 message say: moment, station class, values in units, and the five-minute series of an hour. */
import { chinaTimeOfBcd } from '../bytes/china-time.ts';
import { valueBytes } from './groups.ts';
import type { Sl651Group, Sl651Message } from './message.ts';

export interface Sl651Value {
  /** Identifier as in the table below ('39'), 'FF…' for extensions. */
  readonly id: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Sl651Reading {
  /** One letter, SL 651-2014: H river, K reservoir, P rain, … */
  readonly stationClass?: string;
  /** Observation time, else time of sending; undefined when neither is a moment. */
  readonly at?: number;
  readonly values: readonly Sl651Value[];
  /** The status word (element 45), bit by bit. */
  readonly status?: number;
}

interface Element {
  readonly title: string;
  readonly unit: string;
  /** The word of the ASCII mode. */
  readonly word?: string;
}

function element(title: string, unit: string, word?: string): Element {
  return word === undefined ? { title, unit } : { title, unit, word };
}

const soilDepths = [10, 20, 30, 40, 50, 60, 80, 100];

/**
 * By identifier. SL 651-2014 annex C, after the text of its draft revision and 35 frames of public implementations; the words of the ASCII
 * mode are from memory: compare them with the printed annex before a station that speaks it is relied upon.
 */
export const elements: Readonly<Record<string, Element>> = {
  '02': element('瞬时气温', '℃', 'AI'),
  '03': element('瞬时水温', '℃', 'C'),
  ...Object.fromEntries(
    soilDepths.map((depth, at) => [
      (0x10 + at).toString(16),
      element(`${depth} cm 土壤含水量`, '%', `M${depth}`),
    ]),
  ),
  '18': element('湿度', '%', 'MST'),
  '1A': element('1 小时降水量', 'mm', 'P1'),
  '1B': element('2 小时降水量', 'mm', 'P2'),
  '1C': element('3 小时降水量', 'mm', 'P3'),
  '1D': element('6 小时降水量', 'mm', 'P6'),
  '1E': element('12 小时降水量', 'mm', 'P12'),
  '1F': element('日降水量', 'mm', 'PD'),
  '20': element('当前降水量', 'mm', 'PJ'),
  '22': element('5 分钟降水量', 'mm', 'PN05'),
  '26': element('降水量累计值', 'mm', 'PT'),
  '27': element('瞬时流量', 'm³/s', 'Q'),
  '33': element('风向', '', 'UC'),
  '35': element('风速', 'm/s', 'US'),
  '38': element('电源电压', 'V', 'VT'),
  '39': element('瞬时河道水位', 'm', 'Z'),
  '3A': element('闸下水位', 'm', 'ZB'),
  '3B': element('库(闸)上水位', 'm', 'ZU'),
  '46': element('pH 值', '', 'PH'),
  '47': element('溶解氧', 'mg/L', 'DO'),
  '48': element('电导率', 'µS/cm', 'COND'),
  '49': element('浊度', 'NTU', 'TURB'),
  '4A': element('高锰酸盐指数', 'mg/L', 'CODMN'),
  '4B': element('氧化还原电位', 'mV', 'REDOX'),
  '4C': element('氨氮', 'mg/L', 'NH4N'),
  '4D': element('总磷', 'mg/L', 'TP'),
  '4E': element('总氮', 'mg/L', 'TN'),
  '4F': element('总有机碳', 'mg/L', 'TOC'),
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [
      (0x58 + at).toString(16).toUpperCase(),
      element(`水压 ${at + 1}`, 'kPa', `WP${at + 1}`),
    ]),
  ),
};

const idOfWord = new Map(
  Object.entries(elements).flatMap(([id, { word }]) => (word === undefined ? [] : [[word, id] as const])),
);

/** Bits of the status word; 1 is the alarm, but for the door and the pump, where 0 is open and running. */
export const statusBits: readonly string[] = [
  'mains-fail',
  'battery-low',
  'level-alarm',
  'flow-alarm',
  'quality-alarm',
  'flow-meter-fault',
  'level-meter-fault',
  'door',
  'memory-fault',
  'card',
  'pump',
  'remaining-volume-alarm',
];

const fiveMinutes = 300_000;

/** Binary coded decimals with the decimals of the definition; FF in front is the sign; undefined for all F (missing) and for no digits. */
export function bcdValue(data: Buffer, decimals: number): number | undefined {
  if (data.every((byte) => byte === 0xff)) return undefined;
  const negative = data[0] === 0xff;
  const digits = data.toString('hex', negative ? 1 : 0);
  if (!/^\d+$/.test(digits)) return undefined;
  // The quotient is rounded once, so that 27503 with three decimals is 27.503 and nothing near it.
  return ((negative ? -1 : 1) * Number(digits)) / 10 ** decimals + 0;
}

/** Twelve values of five minutes, the last of them at the observation time. */
function seriesOf(
  data: Buffer,
  size: 1 | 2,
  missing: number,
  scale: number,
): readonly (number | undefined)[] {
  return Array.from({ length: data.length / size }, (_, at) => {
    const raw = data.readUIntBE(at * size, size);
    return raw === missing ? undefined : raw / scale;
  });
}

function* spread(
  id: string,
  series: readonly (number | undefined)[],
  first: number,
  step: number,
): Generator<Sl651Value> {
  for (const [index, value] of series.entries()) {
    if (value !== undefined) yield { id, value, at: first + index * step };
  }
}

/** Rain of F4 stands under 22, which is the same element; relative levels of F5–FC keep their own, in metres. */
function fiveMinuteValues({ id, data }: Sl651Group, at: number): Iterable<Sl651Value> {
  const first = at - 11 * fiveMinutes;
  if (id === 'F4') return spread('22', seriesOf(data, 1, 0xff, 10), first, fiveMinutes);
  return spread(id, seriesOf(data, 2, 0xffff, 100), first, fiveMinutes);
}

/** 'DDhhmm' of element 04; a step of nothing is none. */
function stepOf({ data }: Sl651Group): number | undefined {
  const digits = data.toString('hex');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const [days, hours, minutes] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 || undefined;
}

const statusWord = '45';
const notValues = new Set(['F0', 'F1', 'F2', 'F3', '04', statusWord]);

function isFiveMinutes({ id, definition }: Sl651Group): boolean {
  const lead = Number.parseInt(id, 16);
  return (
    (id === 'F4' && valueBytes(definition) === 12) ||
    (lead >= 0xf5 && lead <= 0xfc && valueBytes(definition) === 24)
  );
}

function* groupValues(groups: readonly Sl651Group[], sentAt: number | undefined): Generator<Sl651Value> {
  let at = sentAt;
  let step: number | undefined;
  for (const group of groups) {
    if (group.id === 'F0') at = chinaTimeOfBcd(group.data.toString('hex'));
    if (group.id === '04') step = stepOf(group);
    if (notValues.has(group.id) || at === undefined) continue;
    if (isFiveMinutes(group)) yield* fiveMinuteValues(group, at);
    else {
      const size = valueBytes(group.definition);
      const series = Array.from({ length: group.data.length / size }, (_, index) =>
        bcdValue(group.data.subarray(index * size, (index + 1) * size), group.definition & 7),
      );
      if (series.length === 1 || step !== undefined) yield* spread(group.id, series, at, step ?? 0);
    }
  }
}

function firstData(groups: readonly Sl651Group[], id: string): Buffer | undefined {
  return groups.find((group) => group.id === id)?.data;
}

function readGroupContent(groups: readonly Sl651Group[], sentAt: number | undefined): Sl651Reading {
  const observed = firstData(groups, 'F0');
  const at = observed === undefined ? sentAt : chinaTimeOfBcd(observed.toString('hex'));
  const stationClass = firstData(groups, 'F1')?.toString('latin1', 5);
  const status = firstData(groups, statusWord);
  return {
    ...(stationClass === undefined ? {} : { stationClass }),
    ...(at === undefined ? {} : { at }),
    values: [...groupValues(groups, sentAt)],
    ...(status?.length === 4 ? { status: status.readUInt32BE(0) } : {}),
  };
}

/** 'ST address class', 'TT time', then words and their values in turn. */
function readWords(words: readonly string[], sentAt: number | undefined): Sl651Reading {
  const after = (word: string, places = 1) => {
    const found = words.indexOf(word);
    return found < 0 ? undefined : words[found + places];
  };
  const observed = after('TT');
  const at = observed === undefined ? sentAt : chinaTimeOfBcd(observed);
  const stationClass = after('ST', 2);
  const values = words.flatMap((word, index) => {
    const id = idOfWord.get(word);
    const text = words[index + 1] ?? '';
    return id === undefined || at === undefined || !/^-?\d+(?:\.\d+)?$/.test(text)
      ? []
      : [{ id, value: Number(text), at }];
  });
  return {
    ...(stationClass === undefined ? {} : { stationClass }),
    ...(at === undefined ? {} : { at }),
    values,
  };
}

/** Missing values are left out. */
export function readElements(message: Sl651Message): Sl651Reading {
  const sentAt = chinaTimeOfBcd(message.time);
  const { content } = message;
  if (content.kind === 'groups') return readGroupContent(content.groups, sentAt);
  return content.kind === 'words' ? readWords(content.words, sentAt) : { values: [] };
}
