/** What the live stream says, as news for the page; odd lines are dropped, a notice told twice is told once. Pure. */

export interface LiveNotice {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
}

export interface News {
  readonly topic: string;
  readonly payload: unknown;
}

/** Ids remembered, so that the overlap after a reconnection is not told again. */
const remembered = 200;

export function createStreamReader(): (event: string, data: string) => readonly News[] {
  const seen: string[] = [];
  return (event, data) => {
    const said = parse(data);
    if (said === undefined) return [];
    if (event === 'unread')
      return typeof said['unread'] === 'number' ? [{ topic: 'unread', payload: said['unread'] }] : [];
    if (event === 'notice') {
      const notice = said['notice'] as LiveNotice | undefined;
      const count: readonly News[] =
        typeof said['unread'] === 'number' ? [{ topic: 'unread', payload: said['unread'] }] : [];
      if (typeof notice?.id !== 'string' || seen.includes(notice.id)) return count;
      seen.push(notice.id);
      if (seen.length > remembered) seen.shift();
      return [...count, { topic: 'notice', payload: notice }];
    }
    return event === 'push' && typeof said['topic'] === 'string'
      ? pushed(said['topic'], said['payload'])
      : [];
  };
}

/** A push that names a row is told a second time as 'row.changed', so that lists, maps and details need not know its permission. */
function pushed(topic: string, payload: unknown): readonly News[] {
  const about = payload as {
    readonly register?: unknown;
    readonly type?: unknown;
    readonly id?: unknown;
  } | null;
  const register = about?.register ?? about?.type;
  const own = { topic, payload };
  return typeof register === 'string'
    ? [own, { topic: 'row.changed', payload: { register, id: about?.id } }]
    : [own];
}

/** Milliseconds until the next try: 3 s, 6 s … one minute at most, spread so that a thousand pages do not come back at once. */
export function waitBeforeRetry(failures: number, chance: number): number {
  const full = Math.min(60_000, 3_000 * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + chance / 2));
}

function parse(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(data);
    return typeof said === 'object' && said !== null
      ? (said as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
