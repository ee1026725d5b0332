/** Signs what goes out and checks what comes back: HMAC with SM3 (GB/T 32905-2016, GB/T 15852.2) over time, key and body. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export function hmacSm3(secret: string, text: string): string {
  return createHmac('sm3', secret).update(text, 'utf8').digest('hex');
}

/** Headers of a signed request; the signed text is time, message id and SM3 of the body, each on its line. */
export function signedHeaders(
  secret: string,
  id: string,
  body: string,
  at: Date,
): Readonly<Record<string, string>> {
  const time = at.toISOString();
  const digest = createHash('sm3').update(body, 'utf8').digest('hex');
  return {
    'x-city-time': time,
    'idempotency-key': id,
    'x-city-signature': hmacSm3(secret, `${time}\n${id}\n${digest}`),
  };
}

export function sameSignature(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given, 'utf8'), Buffer.from(wanted, 'utf8')];
  return one.length === other.length && timingSafeEqual(one, other);
}
