/** The messages of JT/T 808 (2011, 2013, 2019) as values: the header, and the bodies that the platform understands. */

export interface Jt808Header {
  /** Message id, 0x0200 = location report. */
  readonly id: number;
  /** 2013 stands for 2011 too: their headers are equal. 2019 is told by bit 14 of the body properties. */
  readonly edition: '2013' | '2019';
  /** Only in 2019; begins with 1. */
  readonly protocolVersion?: number;
  /** The terminal's phone number as digits, filled up with zeros in front: 12 digits, 20 in 2019. A personal value. */
  readonly phone: string;
  /** Of the first packet, when there are several. 0–65535. */
  readonly serial: number;
  /** How many packets the message came in; 1 when it was not split. */
  readonly packets: number;
  /** The serials of all packets, only when they do not follow each other (terminals in the field do that). */
  readonly packetSerials?: readonly number[];
  /** Bits 10–12 of the body properties: 0 none, 1 RSA. An encrypted body stays as it came, in `opaque`. */
  readonly encryption: number;
}

/** 28 bytes and items. Bits of `alarm` and `status` by their number in the standard's tables. */
export interface Jt808Location {
  readonly alarm: number;
  readonly status: number;
  /** Degrees, south and west negative (status bits 2 and 3), as the terminal's receiver gives them: WGS84 or CGCS2000. */
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly altitude: number;
  /** km/h, in steps of 0.1. */
  readonly speed: number;
  /** Degrees from north, 0–359. */
  readonly direction: number;
  /** 'YYMMDDhhmmss', Beijing time, as sent. */
  readonly time: string;
  readonly items: readonly Jt808Item[];
}

/** One additional item of a location or one terminal parameter: its id and its bytes; `readItem` and `readParameter` say what they mean. */
export interface Jt808Item {
  readonly id: number;
  readonly value: Buffer;
}

export interface Jt808Media {
  readonly mediaId: number;
  /** 0 picture, 1 sound, 2 video. */
  readonly type: number;
  /** 0 JPEG, 1 TIF, 2 MP3, 3 WAV, 4 WMV. */
  readonly format: number;
  /** What set it off: 0 order of the platform, 1 by the clock, 2 robbery alarm, 3 collision or rollover, … */
  readonly event: number;
  readonly channel: number;
}

export interface Jt808Register {
  readonly kind: 'register';
  /** Fields have other widths in each edition; 2011 and 2013 are told apart by the length of the body. */
  readonly layout: '2011' | '2013' | '2019';
  /** GB/T 2260: the first two digits, and the four after them. */
  readonly province: number;
  readonly city: number;
  readonly maker: string;
  readonly model: string;
  readonly terminalId: string;
  /** 1 blue, 2 yellow, 3 black, 4 white, 5 green, 9 other; 0 without a plate, and then `plate` is the VIN. */
  readonly plateColour: number;
  readonly plate: string;
}

/** 0x0107, which answers 0x8107; type and modules are bit fields. */
export interface Jt808Attributes {
  readonly kind: 'attributes';
  readonly makerBytes: 5 | 11;
  readonly type: number;
  readonly maker: string;
  readonly model: string;
  readonly terminalId: string;
  /** Twenty digits of the SIM card. */
  readonly iccid: string;
  readonly hardware: string;
  readonly firmware: string;
  readonly positioning: number;
  readonly communication: number;
}

export type Jt808Body =
  /** 0x0002 heartbeat, 0x0003 deregister, 0x8104 query parameters, 0x8107 query attributes, 0x8201 query location. */
  | { readonly kind: 'empty' }
  /** 0x0001 and 0x8001: 0 done, 1 failed, 2 wrong message, 3 not supported, 4 alarm confirmed. */
  | { readonly kind: 'answer'; readonly serial: number; readonly id: number; readonly result: number }
  /** 0x8003 and 0x0005: which packets (from 1) of the message that began with `serial` are to be sent again. */
  | { readonly kind: 'resend'; readonly serial: number; readonly packets: readonly number[] }
  | Jt808Register
  /** 0x8100: 0 done, 1 vehicle already registered, 2 no such vehicle, 3 terminal already registered, 4 no such terminal; `code` only with 0. */
  | {
      readonly kind: 'register-answer';
      readonly serial: number;
      readonly result: number;
      readonly code?: string;
    }
  /** 0x0102; IMEI and software only in 2019. */
  | {
      readonly kind: 'authenticate';
      readonly code: string;
      readonly imei?: string;
      readonly software?: string;
    }
  | Jt808Attributes
  /** 0x0104 (with the serial that it answers) and 0x8103. */
  | { readonly kind: 'parameters'; readonly serial?: number; readonly parameters: readonly Jt808Item[] }
  /** 0x8106. */
  | { readonly kind: 'query-parameters'; readonly ids: readonly number[] }
  /** 0x0200; with `serial` 0x0201 and 0x0500, which answer a query. */
  | { readonly kind: 'location'; readonly serial?: number; readonly location: Jt808Location }
  /** 0x0704: 0 ordinary batch, 1 made up for a time without network. */
  | { readonly kind: 'locations'; readonly type: number; readonly locations: readonly Jt808Location[] }
  /** 0x0800. */
  | { readonly kind: 'media-event'; readonly media: Jt808Media }
  /** 0x0801. */
  | {
      readonly kind: 'media';
      readonly media: Jt808Media;
      readonly location: Jt808Location;
      readonly data: Buffer;
    }
  /** 0x8800; without packets everything has come. */
  | { readonly kind: 'media-answer'; readonly mediaId: number; readonly packets: readonly number[] }
  /** 0x8105: command word, and its parameters joined by ';', among which ports are binary. */
  | { readonly kind: 'control'; readonly command: number; readonly parameters: Buffer }
  /** 0x8202: seconds between reports, seconds in all. */
  | { readonly kind: 'track'; readonly interval: number; readonly duration: number }
  /** 0x8300; `type` (1 notice, 2 service) only in 2019. */
  | { readonly kind: 'text'; readonly flag: number; readonly type?: number; readonly text: string }
  /** Any other id, any encrypted body: as it came. */
  | { readonly kind: 'opaque'; readonly bytes: Buffer };

export interface Jt808Message {
  readonly header: Jt808Header;
  readonly body: Jt808Body;
}

/** The digits without the zeros in front, the same in all editions: by them the platform knows the terminal. */
export function plainPhone(digits: string): string {
  return digits.replace(/^0+(?=.)/, '');
}

export function phoneOf(header: Jt808Header): string {
  return plainPhone(header.phone);
}

/** The header of a message of the platform to the same terminal. */
export function headerTo(header: Jt808Header, id: number, serial: number): Jt808Header {
  const { packetSerials: _, ...rest } = header;
  return { ...rest, id, serial, packets: 1, encryption: 0 };
}

/** The serials of all packets in which the message came: each of them waits for an answer. */
export function serialsOf(header: Jt808Header): readonly number[] {
  if (header.packetSerials !== undefined) return header.packetSerials;
  return Array.from({ length: header.packets }, (_, at) => (header.serial + at) & 0xffff);
}
