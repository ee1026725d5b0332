/** The messages of JT/T 809 (2011, 2019) between platforms as values: the header, the links' own messages, and the data about vehicles. */

/** 2019 has the time of sending in its header, and more in some bodies. Nothing in the frame says which it is: it is told by the lengths. */
export type Jt809Edition = '2011' | '2019';

/** One place of one vehicle (0x1202). */
export interface Jt809Position {
  /** Whether the coordinates are encrypted: 0 no, 1 yes. */
  readonly encrypted: number;
  /** 35 bytes of 2011, or the location body of JT/T 808 in 2019; `readPosition` says what it means. */
  readonly place: Buffer;
  /** Only in 2019: the three platforms that the vehicle is known to and the alarm that each gives. */
  readonly platforms?: readonly { readonly id: string; readonly alarm: number }[];
}

export type Jt809Data =
  /** 0x1201; IMEI only in 2019. */
  | {
      readonly kind: 'registration';
      readonly platform: string;
      readonly producer: string;
      readonly model: string;
      readonly imei?: string;
      readonly terminalId: string;
      readonly phone: string;
    }
  /** 0x1202. */
  | { readonly kind: 'position'; readonly position: Jt809Position }
  /** 0x1203: made up for a time without connection. */
  | { readonly kind: 'positions'; readonly positions: readonly Jt809Position[] }
  /** 0x1402 of 2011; seconds since 1970, words in GBK. Source: 1 terminal, 2 company's platform, 3 government's platform, 9 other. */
  | {
      readonly kind: 'alarm';
      readonly source: number;
      readonly type: number;
      readonly at: number;
      readonly id: number;
      readonly words: Buffer;
    }
  /** 0x1402 of 2019, which names its vehicle itself. */
  | {
      readonly kind: 'alarm-2019';
      readonly platform: string;
      readonly type: number;
      readonly at: number;
      readonly begin: number;
      readonly end: number;
      readonly plate: string;
      readonly colour: number;
      /** The platform that the alarm is about; empty for one about a vehicle. */
      readonly target: string;
      readonly line: number;
      readonly words: Buffer;
    }
  | { readonly kind: 'opaque'; readonly bytes: Buffer };

export type Jt809Body =
  /** 1004, 1005, 1006, 9004, 9005, 9006. */
  | { readonly kind: 'empty' }
  /** 1001. `centre` only in 2019. Password and addresses never go to a log. */
  | {
      readonly kind: 'login';
      readonly userId: number;
      readonly password: string;
      readonly centre?: number;
      readonly host: string;
      readonly port: number;
    }
  /** 1002: 0 done, 1 wrong address, 2 wrong access code, 3 no such user, 4 wrong password, 5 no resources, 6 other. */
  | { readonly kind: 'login-answer'; readonly result: number; readonly verifyCode: number }
  /** 1003. */
  | { readonly kind: 'logout'; readonly userId: number; readonly password: string }
  /** 9001 and 9003: the code that the login answer gave. */
  | { readonly kind: 'verify'; readonly verifyCode: number }
  /** 1007, 1008, 9002, 9007, 9008: one byte of reason or result. */
  | { readonly kind: 'code'; readonly code: number }
  /** Types with sub-types (1200, 1300, …): about one vehicle, or about the platform when there is none. */
  | {
      readonly kind: 'data';
      readonly vehicle?: { readonly plate: string; readonly colour: number };
      readonly dataType: number;
      readonly data: Jt809Data;
    }
  | { readonly kind: 'opaque'; readonly bytes: Buffer };

export interface Jt809Message {
  readonly edition: Jt809Edition;
  readonly serial: number;
  /** Business type: 0x1001 login of the main link, 0x1200 vehicle dynamics, … */
  readonly type: number;
  readonly accessCode: number;
  /** Three bytes in hexadecimal: '010200' is 1.2.0. */
  readonly version: string;
  /** Encryption flag; with 1 the body is opaque and `key` is what it was enciphered with. */
  readonly encrypted: number;
  readonly key: number;
  /** Only in 2019: seconds since 1970. */
  readonly time?: number;
  readonly body: Jt809Body;
}

/** The header of an answer. */
export function answerTo(message: Jt809Message, type: number, serial: number, body: Jt809Body): Jt809Message {
  return { ...message, type, serial, encrypted: 0, key: 0, body };
}
