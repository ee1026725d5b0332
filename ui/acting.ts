/** 代办: for whom the person in front of the screen acts just now; every request about matters says so, until he ends it or closes the window. */
const place = 'city.acting';

export interface Acting {
  /** Id of the agency. */
  readonly agency: string;
  /** Whom he acts for, for the eye. */
  readonly name: string;
}

export function actingNow(): Acting | undefined {
  const kept = sessionStorage.getItem(place);
  return kept === null ? undefined : (JSON.parse(kept) as Acting);
}

/** Everything on the pages is another's from now on: they are read anew. */
export function actFor(acting: Acting | undefined): void {
  if (acting === undefined) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(acting));
  location.assign('/citizen/');
}

/** Whoever has signed out acts for nobody. */
export function forgetActing(): void {
  sessionStorage.removeItem(place);
}

/** On the citizens' face only; his own account and messages stay his own. */
export function actingHeader(url: string): Readonly<Record<string, string>> {
  if (!location.pathname.startsWith('/citizen') || /^\/api\/(?:access|messages)\//.test(url)) return {};
  const acting = actingNow();
  return acting === undefined ? {} : { 'x-acting-for': acting.agency };
}
