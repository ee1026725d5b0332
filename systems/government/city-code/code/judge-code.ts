/**
 * What a verifier decides of a code: form, issuer, scene, time, one-time link, revocation, replay. The same for the city's servers, the scanner page
 * without a network and programs of others (the SDK of this system). Pure: hash, issuer's proof, clock and memory are given.
 */
import { type Hash, leadsTo } from './chain.ts';
import { type Claims, type Code, hexOf, readCode } from './code-format.ts';

export type Refusal =
  | 'form'
  | 'issuer'
  | 'scene'
  | 'early'
  | 'expired'
  | 'screenshot'
  | 'one-time'
  | 'revoked'
  | 'replayed';

export const refusals: Readonly<Record<Refusal, string>> = {
  form: '不是安康码，或不完整',
  issuer: '签名无效：伪造、改动过，或密钥已停用',
  scene: '不是本场景的码，请持码人切换场景',
  early: '码的时间晚于当前时间，请核对手机和扫码设备的时间',
  expired: '码已过期，请持码人联网刷新',
  screenshot: '码不是这一分钟的，可能是截图，请持码人当面亮码',
  'one-time': '一次性部分不对，是伪造的',
  revoked: '码已挂失或撤销',
  replayed: '这个码刚刚已核验过，不能重复使用',
};

export type Judgement =
  | {
      readonly accepted: true;
      readonly kind: 'live' | 'paper';
      readonly scene: number;
      readonly serial: string;
      readonly claims: Claims;
    }
  | {
      readonly accepted: false;
      readonly why: Refusal;
      readonly sentence: string;
      readonly serial: string | undefined;
    };

export interface Verifier {
  readonly hash: Hash;
  /** Proves that the city issued the certificate: by tag on its own servers, by SM2 and the public keys elsewhere. */
  readonly isIssued: (code: Code) => boolean | Promise<boolean>;
  /** The city's time as well as it is known here. */
  readonly now: Date;
  /** Number of the scene; undefined takes every scene. */
  readonly scene: number | undefined;
  readonly isRevoked: (serial: string) => boolean;
  /** True the first time only; remembers. */
  readonly isFirst: (serial: string, minute: number) => boolean;
}

/** A code shown at the end of its minute may be read a moment into the next. */
const lateMinutes = 1;
/** Clocks of phone and scanner follow the city's within seconds; a code may be this far ahead. */
const earlyMinutes = 1;

function refuse(why: Refusal, serial?: string): Judgement {
  return { accepted: false, why, sentence: refusals[why], serial };
}

/** What the clock alone says. */
function timeRefusal({ body, shown }: Code, now: Date): Refusal | undefined {
  const minute = Math.floor(now.getTime() / 60_000) - body.from;
  if (minute >= body.minutes + lateMinutes) return 'expired';
  if (minute < -earlyMinutes) return 'early';
  if (shown === undefined) return undefined;
  if (shown.minute >= body.minutes) return 'form';
  if (shown.minute > minute + earlyMinutes) return 'early';
  return shown.minute < minute - lateMinutes ? 'screenshot' : undefined;
}

/** Cheap questions first: what costs a signature is asked of codes only that could be accepted. */
export async function judgeCode(text: string, verifier: Verifier): Promise<Judgement> {
  const code = readCode(text);
  if (code === undefined) return refuse('form');
  const { body, shown } = code;
  const serial = hexOf(body.serial);
  if (verifier.scene !== undefined && body.scene !== verifier.scene) return refuse('scene', serial);
  const late = timeRefusal(code, verifier.now);
  if (late !== undefined) return refuse(late, serial);
  if (shown !== undefined && !leadsTo(verifier.hash, shown.link, shown.minute, body.anchor))
    return refuse('one-time', serial);
  const issued = verifier.isIssued(code);
  // A plain answer is not waited for: at a gate each turn of the event loop counts.
  if (!(typeof issued === 'boolean' ? issued : await issued)) return refuse('issuer', serial);
  if (verifier.isRevoked(serial)) return refuse('revoked', serial);
  if (shown !== undefined && !verifier.isFirst(serial, shown.minute)) return refuse('replayed', serial);
  return { accepted: true, kind: body.kind, scene: body.scene, serial, claims: body.claims };
}

/** Remembers what was accepted in the last minutes, and forgets what time refuses anyway. */
export function openMemory(most = 200_000): Verifier['isFirst'] & { size(): number } {
  let seen = new Set<string>();
  let before = new Set<string>();
  function isFirst(serial: string, minute: number): boolean {
    const mark = `${serial}.${minute}`;
    if (seen.has(mark) || before.has(mark)) return false;
    seen.add(mark);
    if (seen.size >= most) [before, seen] = [seen, new Set()];
    return true;
  }
  return Object.assign(isFirst, { size: () => seen.size + before.size });
}
