/** The messages of SL 651-2014 as values: who speaks to whom, the function, and the body as groups of elements. */

/** One group of a binary body: identifier, definition byte and its bytes as sent; `readElement` says what they mean. */
export interface Sl651Group {
  /** The lead byte in hexadecimal ('39' river level), with its second byte after 'FF'. */
  readonly id: string;
  /** High five bits: bytes of one value; low three: decimals. */
  readonly definition: number;
  readonly data: Buffer;
}

export type Sl651Content =
  | { readonly kind: 'groups'; readonly groups: readonly Sl651Group[] }
  /** Words of the ASCII mode, separated by blanks: 'ST 0034120001 H TT 2603150800 Z 27.503'. */
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** What functions without groups carry (configuration, queries, control). */
  | { readonly kind: 'opaque'; readonly bytes: Buffer };

export interface Sl651Message {
  /** Binary (7E7E, hexadecimal/BCD) or ASCII (SOH). */
  readonly mode: 'binary' | 'ascii';
  readonly direction: 'up' | 'down';
  /** 1–255. */
  readonly centre: number;
  /** Ten digits; hydrology stations: '00' and the eight digits of the station's code. */
  readonly station: string;
  /** Four hexadecimal digits. */
  readonly password: string;
  /** Function code: 0x32 timed report, 0x34 hourly report, … */
  readonly code: number;
  /** 1–65535; the answer repeats it. */
  readonly serial: number;
  /** Time of sending, 'YYMMDDhhmmss', Beijing time. */
  readonly time: string;
  readonly content: Sl651Content;
  /** How many packets (SYN) the message came in; 1 when it was not split. */
  readonly packets: number;
  /** End character. */
  readonly end: Sl651End;
  /** Only of the centre's answers to a split message: which of its packets is meant; NAK asks for that one again. */
  readonly packet?: { readonly total: number; readonly index: number };
}

/** Up: ETX last, ETB more follows. Down: ENQ question, ACK go on, NAK send again, EOT over, ESC over and stay on line. */
export const ends = { etx: 0x03, etb: 0x17, enq: 0x05, ack: 0x06, nak: 0x15, eot: 0x04, esc: 0x1b } as const;
export type Sl651End = keyof typeof ends;

export const endOfByte: ReadonlyMap<number, Sl651End> = new Map(
  Object.entries(ends).map(([name, byte]) => [byte, name as Sl651End]),
);

/** How the centre ends an answer: to a split message such a frame names a packet, and is no packet itself. */
export const answerEnds: ReadonlySet<Sl651End> = new Set<Sl651End>(['ack', 'nak', 'eot', 'esc']);

/** Titles of the function codes of SL 651-2014; E0–FF are the user's. */
export const functions: Readonly<Record<number, string>> = {
  0x2f: '链路维持报',
  0x30: '测试报',
  0x31: '均匀时段水文信息报',
  0x32: '定时报',
  0x33: '加报报',
  0x34: '小时报',
  0x35: '人工置数报',
  0x36: '图片报',
  0x37: '查询实时数据',
  0x38: '查询时段数据',
  0x39: '查询人工置数',
  0x3a: '查询指定要素数据',
  0x40: '修改基本配置',
  0x41: '读取基本配置',
  0x42: '修改运行参数',
  0x43: '读取运行参数',
  0x44: '查询水泵电机',
  0x45: '查询软件版本',
  0x46: '查询状态和报警',
  0x47: '初始化固态存储',
  0x48: '恢复出厂设置',
  0x49: '修改密码',
  0x4a: '设置时钟',
  0x4b: '设置IC卡状态',
  0x4c: '控制水泵',
  0x4d: '控制阀门',
  0x4e: '控制闸门',
  0x4f: '水量定值控制',
  0x50: '查询事件记录',
  0x51: '查询时钟',
};

/** The link keep-alive, which nobody answers. */
export const keepAlive = 0x2f;

/**
 * The answer of the centre to a report once it is stored: the same function and serial, EOT after the last, ACK while more follows. To a
 * split one it names the last packet, as a public implementation of a station (fyyp_rtu) wants it. Undefined for what wants none.
 */
export function answerTo(message: Sl651Message, time: string): Sl651Message | undefined {
  if (message.direction !== 'up' || message.code === keepAlive) return undefined;
  return {
    ...message,
    direction: 'down',
    time,
    content:
      message.mode === 'ascii' ? { kind: 'words', words: [] } : { kind: 'opaque', bytes: Buffer.alloc(0) },
    packets: 1,
    ...(message.packets > 1 ? { packet: { total: message.packets, index: message.packets } } : {}),
    end: message.end === 'etb' ? 'ack' : 'eot',
  };
}

/** Asks a station for one packet of a split message again; `known` is any message of that station. */
export function askAgain(
  known: Sl651Message,
  missing: { readonly code: number; readonly total: number; readonly index: number },
  serial: number,
  time: string,
): Sl651Message {
  const { code, ...packet } = missing;
  return {
    ...known,
    direction: 'down',
    code,
    serial,
    time,
    content:
      known.mode === 'ascii' ? { kind: 'words', words: [] } : { kind: 'opaque', bytes: Buffer.alloc(0) },
    packets: 1,
    packet,
    end: 'nak',
  };
}
