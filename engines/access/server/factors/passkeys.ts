/** Passkeys (WebAuthn level 3): options and answers of registration and sign-in, bound to the city's own address. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FactorTables } from './factor-tables.ts';

type FactorRow = FactorTables['access_factor'];
type RegistrationAnswer = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type SignInAnswer = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

/** Where the city is reached: passkeys belong to this name and to no other. */
export interface Place {
  /** Host name; 'localhost' without a public address. */
  readonly id: string;
  /** Whether a page of this origin is the city's. */
  readonly isOurs: (origin: string) => boolean;
}

export function passkeyPlace(publicUrl: string | undefined): Place {
  if (publicUrl === undefined)
    return { id: 'localhost', isOurs: (origin) => /^http:\/\/localhost(?::\d{1,5})?$/.test(origin) };
  const { hostname, origin: own } = new URL(publicUrl);
  return { id: hostname, isOurs: (origin) => origin === own };
}

export function registrationOptions(
  place: Place,
  who: { readonly id: string; readonly account: string; readonly name: string },
  known: readonly FactorRow[],
) {
  return generateRegistrationOptions({
    rpName: '数字阜阳',
    rpID: place.id,
    userID: new TextEncoder().encode(who.id),
    userName: who.account,
    userDisplayName: who.name,
    attestationType: 'none',
    excludeCredentials: known.flatMap(({ credential }) => (credential === null ? [] : [{ id: credential }])),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
}

export function signInOptions(place: Place, known: readonly FactorRow[]) {
  return generateAuthenticationOptions({
    rpID: place.id,
    allowCredentials: known.flatMap(({ credential, transports }) =>
      credential === null ? [] : [{ id: credential, transports }],
    ),
    userVerification: 'required',
  });
}

/** The origin that the browser signed, when it is ours: the library then compares it with the answer. */
function originOf(place: Place, answer: { readonly response: { readonly clientDataJSON: string } }): string {
  const data = JSON.parse(Buffer.from(answer.response.clientDataJSON, 'base64url').toString('utf8')) as {
    origin?: unknown;
  };
  const origin = typeof data.origin === 'string' ? data.origin : '';
  return place.isOurs(origin) ? origin : `https://${place.id}`;
}

/** Whatever a broken answer makes the library throw, it is a wrong answer. */
async function orUndefined<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch {
    return undefined;
  }
}

export function verifyRegistration(place: Place, challenge: string, answer: unknown) {
  return orUndefined(async () => {
    const response = answer as RegistrationAnswer;
    const found = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: originOf(place, response),
      expectedRPID: place.id,
      requireUserVerification: true,
    });
    if (!found.verified) return undefined;
    const { id, publicKey, counter, transports } = found.registrationInfo.credential;
    return {
      credential: id,
      public_key: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: (transports ?? []).filter((one) => /^[a-z-]{2,20}$/.test(one)),
    };
  });
}

/** The factor that answered, with its new counter; undefined when none did. */
export function verifySignIn(place: Place, challenge: string, answer: unknown, known: readonly FactorRow[]) {
  return orUndefined(async () => {
    const response = answer as SignInAnswer;
    const factor = known.find(({ credential }) => credential !== null && credential === response.id);
    if (factor?.credential == null || factor.public_key === null) return undefined;
    const found = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: originOf(place, response),
      expectedRPID: place.id,
      credential: {
        id: factor.credential,
        publicKey: new Uint8Array(Buffer.from(factor.public_key, 'base64url')),
        counter: Number(factor.counter),
      },
      requireUserVerification: true,
    });
    return found.verified ? { factor: factor.id, counter: found.authenticationInfo.newCounter } : undefined;
  });
}
