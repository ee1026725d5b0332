/** Time-based one-time codes (RFC 6238): a new secret, its address for an authenticator, and the time step that a code belongs to. */
import { Secret, TOTP } from 'otpauth';
import { totp } from '../../data/second-factor.ts';

function authenticator(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: '数字阜阳',
    label,
    algorithm: totp.algorithm,
    digits: totp.digits,
    period: totp.period,
    secret: Secret.fromBase32(secret),
  });
}

/** Base32. */
export function newTotpSecret(): string {
  return new Secret({ size: totp.secretBytes }).base32;
}

/** otpauth://…, shown as a QR code. */
export function totpAddress(secret: string, account: string): string {
  return authenticator(secret, account).toString();
}

/** The time step whose code this is, within the window; undefined for a wrong code. */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const delta = authenticator(secret, '').validate({ token: code, timestamp, window: totp.window });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / totp.period) + delta;
}
