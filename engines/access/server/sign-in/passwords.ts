/** Password rules and hashes: argon2id with OWASP's parameters, complexity by GB/T 22239-2019. */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), parameters);
}

let decoy: Promise<string> | undefined;

/** Takes as long for an account that does not exist, so that timing tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (stored === null) {
    decoy ??= hashPassword('没有这个账号');
    await verify(await decoy, password.normalize('NFC'));
    return false;
  }
  return verify(stored, password.normalize('NFC'));
}

const classes: readonly RegExp[] = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/];

/** Why a password is refused, in Chinese; undefined when it is good. */
export function passwordProblem(password: string, account: string, minimum: number): string | undefined {
  if ([...password].length < minimum) return `长度至少 ${minimum} 位`;
  if (classes.filter((one) => one.test(password)).length < 3)
    return '应包含大写字母、小写字母、数字、符号中的至少三类';
  if (account.length >= 3 && password.toLowerCase().includes(account.toLowerCase())) return '不能包含账号';
  if (/(.)\1{3,}/.test(password)) return '不能有四个以上相同的连续字符';
  return undefined;
}

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A random first password that meets the rules of every account. */
export function randomPassword(): string {
  const body = Array.from({ length: 11 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${body.slice(0, 5)}-${body.slice(5)}A${randomInt(2, 10)}z`;
}
