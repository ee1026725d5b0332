/** One credential for each device: handed out once, kept as a digest, rotated with an overlap so that nobody has to drive out at once. */
import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import { GuessGuard } from './guess-guard.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const saltBytes = 16;
const hashBytes = 32;

/** A random key has 192 bits: one round of SHA-256 cannot be guessed back. A password that people chose can, so it is stretched. */
async function hashSecret(secret: string, chosen: boolean): Promise<string> {
  if (!chosen) return `sha256$${createHash('sha256').update(secret).digest('hex')}`;
  const salt = randomBytes(saltBytes);
  return `scrypt$${salt.toString('hex')}$${(await derive(secret, salt, hashBytes)).toString('hex')}`;
}

async function fits(secret: string, hash: string): Promise<boolean> {
  const [form, first = '', second = ''] = hash.split('$');
  const given =
    form === 'scrypt'
      ? await derive(secret, Buffer.from(first, 'hex'), hashBytes)
      : createHash('sha256').update(secret).digest();
  const wanted = Buffer.from(form === 'scrypt' ? second : first, 'hex');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** 32 characters of base64url. */
function randomKey(): string {
  return randomBytes(24).toString('base64url');
}

/** Secrets proven in this process are remembered so many at a time. */
const mostProven = 100_000;

export class Credentials {
  readonly #store: Store;
  readonly #guesses = new GuessGuard();
  /** Of each device: which kept digest its secret fitted last, and the secret under a key that dies with the process. */
  readonly #proven = new Map<string, { readonly hash: string; readonly mark: string }>();
  readonly #markKey = randomBytes(hashBytes);

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Gives the device a new secret (a random key, or the `chosen` password that its protocol demands) and lets the former one hold for the
   * hours of setting telemetry.key-overlap-hours. Returns the secret, which is nowhere kept.
   */
  async issue(work: Work, device: string, by: string, chosen?: string): Promise<string> {
    const secret = chosen ?? randomKey();
    const overlap = this.#store.settings.value('telemetry.key-overlap-hours') * 3_600_000;
    await sql`update telemetry_credential set ends_at = ${new Date(work.now.getTime() + overlap)}
      where device = ${device} and ends_at is null`.execute(work.db);
    await sql`insert into telemetry_credential (id, device, hash, created_at, created_by)
      values (${newId(work.now.getTime())}, ${device}, ${await hashSecret(secret, chosen !== undefined)}, ${work.now}, ${by})`.execute(
      work.db,
    );
    return secret;
  }

  /** Ends all of them at once: the device was stolen, or is retired. */
  async revoke(work: Work, device: string): Promise<void> {
    await sql`update telemetry_credential set ends_at = ${work.now}
      where device = ${device} and (ends_at is null or ends_at > ${work.now})`.execute(work.db);
  }

  /**
   * Whether the secret is the device's. After some wrong ones in a row from one network the next from there is looked at only when a growing
   * time has passed; what others guess elsewhere does not shut the device out, nor does its neighbour behind the same address once its
   * secret was right here. `from` is the network address of the caller.
   */
  async prove(device: string, secret: string, from: string): Promise<boolean> {
    if (secret === '' || secret.length > 200) return false;
    const hashes = await this.#hashesOf(device);
    const mark = createHmac('sha256', this.#markKey).update(secret).digest('hex');
    const proven = this.#proven.get(device);
    if (proven?.mark === mark && hashes.includes(proven.hash)) return true;
    const now = this.#store.clock.now().getTime();
    if (!this.#guesses.mayTry(device, from, now)) return false;
    // Counted before it is looked at: many guesses at once must not all pass while the first is being derived.
    this.#guesses.failed(device, from, now, {
      tries: this.#store.settings.value('telemetry.wrong-keys'),
      wait: this.#store.settings.value('telemetry.wrong-key-seconds') * 1000,
    });
    for (const hash of hashes) {
      if (!(await fits(secret, hash))) continue;
      this.#guesses.passed(device, from);
      if (this.#proven.size >= mostProven) this.#proven.clear();
      this.#proven.set(device, { hash, mark });
      return true;
    }
    return false;
  }

  async #hashesOf(device: string): Promise<readonly string[]> {
    const found = await sql<{ hash: string }>`select hash from telemetry_credential
      where device = ${device} and (ends_at is null or ends_at > ${this.#store.clock.now()})`.execute(
      this.#store.db,
    );
    return found.rows.map(({ hash }) => hash);
  }
}
