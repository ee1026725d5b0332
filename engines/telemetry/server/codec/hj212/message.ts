/** One message of HJ 212 as fields, in the words of the standard (HJ 212-2017), without any reading of what they mean. */

/** 'name=value' pairs that belong together are joined by ',', groups of them by ';'. */
export type Hj212Group = readonly (readonly [name: string, value: string])[];

export interface Hj212Message {
  /** QN, 17 digits 'YYYYMMDDhhmmsszzz': names one exchange, and each answer repeats it. Devices of 2005 may leave it out. */
  readonly requestNumber?: string;
  /** ST, two digits: 32 surface-water source, 91 interaction, … */
  readonly systemCode: string;
  /** CN, four digits: 2011 real-time data, 9014 data answer, … */
  readonly command: string;
  /** PW, the access password. Never written to a log. */
  readonly password: string;
  /** MN, the device's unique number: 24 characters 0-9A-F; older sites send 14. */
  readonly device: string;
  /** Bits V5…V0 D A; left out by devices of 2005. */
  readonly flag?: number;
  /** PNUM and PNO, only when the D bit is set. */
  readonly packet?: { readonly total: number; readonly index: number };
  /** Header fields of editions after 2017, kept as they came. */
  readonly others?: Hj212Group;
  /** CP, the data area between '&&' and '&&'. */
  readonly content: readonly Hj212Group[];
}

const answerBit = 1;
const packetBit = 2;
const versionShift = 2;

/** HJ/T 212-2005, HJ 212-2017, or one that came later and is read like 2017. */
export type Hj212Edition = '2005' | '2017' | 'newer';

export function editionOf(message: Hj212Message): Hj212Edition {
  const version = (message.flag ?? 0) >> versionShift;
  if (version === 0) return '2005';
  return version === 1 ? '2017' : 'newer';
}

export function wantsAnswer(message: Hj212Message): boolean {
  return ((message.flag ?? 0) & answerBit) !== 0;
}

/** The flag of a message of 2017: whether an answer is wanted, whether packet numbers are there. */
export function flagOf(options: { readonly answer?: boolean; readonly packets?: boolean }): number {
  return (1 << versionShift) | (options.packets ? packetBit : 0) | (options.answer ? answerBit : 0);
}

export function hasPacketBit(flag: number): boolean {
  return (flag & packetBit) !== 0;
}

/** Sites from before 2017 carry numbers of 14 characters: taken, and worth telling the operator. */
export function isLegacyDevice(device: string): boolean {
  return !/^[0-9A-F]{24}$/.test(device);
}

/** The first value of a name in the data area. */
export function valueOf(message: Hj212Message, name: string): string | undefined {
  for (const group of message.content) {
    for (const pair of group) if (pair[0] === name) return pair[1];
  }
  return undefined;
}
