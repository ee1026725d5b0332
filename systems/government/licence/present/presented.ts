/** 亮证码: what a holder's phone shows of a licence for a minute, signed by the city, so that it is verified off line by the public keys alone. Pure. */
import { z } from 'zod';

/** 'FYZZ1.<statement>.<key version>.<signature>', base64url. */
const form = /^FYZZ1\.([A-Za-z0-9_-]{20,1200})\.(\d{1,6})\.([A-Za-z0-9_-]{86})$/;
/** A scanner's clock may be this far from the city's. */
const skewSeconds = 300;

export const PresentedLicence = z.object({
  identifier: z.string().max(120),
  name: z.string().max(100),
  /** Masked. */
  holder: z.string().max(120),
  validUntil: z.string().nullable(),
  /** Seconds since 1970. */
  from: z.number().int(),
  until: z.number().int(),
});
export type PresentedLicence = z.infer<typeof PresentedLicence>;

export function encodeText(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** undefined for what is no base64url in its one form. */
export function decodeText(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return encodeText(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export function statementOf(presented: PresentedLicence): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(PresentedLicence.parse(presented)));
}

export function writePresented(statement: Uint8Array, key: number, signature: Uint8Array): string {
  return `FYZZ1.${encodeText(statement)}.${key}.${encodeText(signature)}`;
}

export interface ReadPresented {
  readonly presented: PresentedLicence;
  readonly statement: Uint8Array;
  readonly key: number;
  readonly signature: Uint8Array;
}

/** The parts of a code whose form is right; its signature is the caller's to verify. */
export function readPresented(text: string): ReadPresented | undefined {
  const found = form.exec(text.trim());
  const [statement, signature] = [decodeText(found?.[1] ?? ''), decodeText(found?.[3] ?? '')];
  if (found === null || statement === undefined || signature?.length !== 64) return undefined;
  try {
    const parsed = PresentedLicence.safeParse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(statement)),
    );
    return parsed.success
      ? { presented: parsed.data, statement, key: Number(found[2]), signature }
      : undefined;
  } catch {
    return undefined;
  }
}

/** undefined when the code may be shown at this moment. */
export function timeProblem({ from, until }: PresentedLicence, now: Date): string | undefined {
  const seconds = now.getTime() / 1000;
  if (seconds < from - skewSeconds) return '亮证码的时间晚于本机时间，请核对本机时间';
  // The grace is for the clocks only where nobody can ask the city; a code is a minute old at most when it is made well.
  if (seconds > until + skewSeconds) return '亮证码已过期，可能是截图，请持证人重新出示';
  return undefined;
}
