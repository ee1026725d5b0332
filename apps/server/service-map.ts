/** Where start-up puts each engine's service, and handlers find it. */
import type { ServiceKey, Services } from '../../kernel/system.ts';

export class ServiceMap implements Services {
  readonly #services = new Map<string, unknown>();

  add<T>(key: ServiceKey<T>, made: T): T {
    this.#services.set(key.id, made);
    return made;
  }

  use = <T>(key: ServiceKey<T>): T => {
    if (!this.#services.has(key.id)) throw new Error(`service ${key.id} is not open`);
    return this.#services.get(key.id) as T;
  };
}
