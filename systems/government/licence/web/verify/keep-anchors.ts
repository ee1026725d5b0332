/** Trust list and public keys, kept in the browser, so that a verifier works where there is no network. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type trust from '../../../../../engines/trust/contract.ts';
import type contract from '../../contract.ts';

export interface Anchors {
  readonly roots: OutputOf<typeof contract.routes.trustList>;
  readonly keys: OutputOf<typeof trust.routes.keys>;
  /** When they were read from the city. */
  readonly at: string;
}

const place = 'licence.anchors';

export function keepAnchors(anchors: Anchors): void {
  try {
    localStorage.setItem(place, JSON.stringify(anchors));
  } catch {
    // A full or closed store: the page works with a network.
  }
}

export function readAnchors(): Anchors | undefined {
  try {
    const text = localStorage.getItem(place);
    return text === null ? undefined : (JSON.parse(text) as Anchors);
  } catch {
    return undefined;
  }
}
