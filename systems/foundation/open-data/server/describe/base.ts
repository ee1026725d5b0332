/** Where the city is reached from outside, for whatever carries addresses out of it. */

/** Without PUBLIC_URL addresses are relative to the city. */
export function base(): string {
  return (process.env['PUBLIC_URL'] ?? '').replace(/\/$/, '');
}

/** A graph needs addresses that are whole, even when nobody has told this city its own. */
export function home(): string {
  return base() === '' ? 'http://localhost' : base();
}
