/** Keys of applications that call: issued, remembered for seconds, and what they prove. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { type SignedCall, textToSign } from '../../signed-call.ts';
import type { Sources } from '../source/open-sources.ts';
import { hmac } from './call-statement.ts';

const keptMilliseconds = 5000;
const changed = 'lake.app-key';

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

export class AppKeys {
  readonly #store: Store;
  readonly #sources: Sources;
  readonly #held = new Map<string, { readonly secret: string; readonly until: number }>();

  /** How often a key was forgotten: one that was read before the last time may have been replaced since, and is not kept. */
  #forgotten = 0;

  constructor(store: Store, sources: Sources) {
    this.#store = store;
    this.#sources = sources;
    store.onAnnounce(changed, (app) => this.#forget(app));
  }

  #forget(app: string): void {
    this.#forgotten += 1;
    this.#held.delete(app);
  }

  /** A new key, shown once; the former one ends with it, in every process. */
  async issue(app: string): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.#store.transaction((work) => this.#sources.setSecret(work, app, secret));
    this.#forget(app);
    await this.#store.announce(changed, app);
    return secret;
  }

  async find(app: string): Promise<string | undefined> {
    const known = this.#held.get(app);
    if (known !== undefined && known.until > Date.now()) return known.secret;
    const before = this.#forgotten;
    const secret = await this.#sources.secretOf(app);
    if (secret !== undefined && this.#forgotten === before)
      this.#held.set(app, { secret, until: Date.now() + keptMilliseconds });
    return secret;
  }

  /** Throws lake.badSignature for an unknown application and a wrong signature alike, lake.badTime for a clock that is off. */
  async prove(call: SignedCall): Promise<string> {
    const secret = await this.find(call.app);
    const { signature, ...content } = call;
    if (secret === undefined || !same(signature, hmac(secret, textToSign(content))))
      throw lakeErrors.badSignature();
    const difference = Math.abs(this.#store.clock.now().getTime() - Date.parse(call.at)) / 1000;
    const most = this.#store.settings.value('lake.call-seconds');
    if (difference > most) throw lakeErrors.badTime({ seconds: most });
    return secret;
  }
}
