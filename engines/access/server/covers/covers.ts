/** Policies in force over fields, held in memory of each process: the decision asks them without a query. */
import {
  type Cover,
  type FieldClass,
  fieldClasses,
  type Principal,
  type Way,
} from '../../../../kernel/access.ts';
import { keepReading } from '../../../../kernel/kept-reading.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Store } from '../../../store/index.ts';
import type { FieldCovers, FieldPolicy, FileMark, MarkedFile } from '../../covers.ts';

const channel = 'access.covers';
const day = 86_400_000;
/** Should the news of a change have been lost on its way: so long at most is gone by what was before, in milliseconds. */
const every = 60_000;
const retryEvery = 5000;

type Report = (problem: unknown, where: string) => void;

/** What leaves in a file is no more than may be seen on a page; a file under a contract no more than its calls tell. */
const within: Readonly<Record<Way, readonly Way[]>> = {
  page: ['page'],
  export: ['page', 'export'],
  call: ['call'],
  file: ['call', 'file'],
  open: ['open'],
};

const order = [...fieldClasses, 'nobody'] as const;

function graver(one: FieldClass | 'nobody', other: FieldClass | 'nobody'): FieldClass | 'nobody' {
  return order.indexOf(other) > order.indexOf(one) ? other : one;
}

/** The graver threshold of both, and each mask over what the other leaves. */
function both(one: Cover | undefined, other: Cover): Cover {
  if (one === undefined) return other;
  return {
    from: graver(one.from, other.from),
    show: (value) => other.show(one.show(value)),
    watermark: one.watermark || other.watermark,
  };
}

interface KeptCovers {
  readonly covers: FieldCovers;
  keep(report: Report, times: typeof usual): () => Promise<void>;
}

const usual = { every, retryEvery };

function openCovers(store: Store): KeptCovers {
  let read = (): Promise<readonly FieldPolicy[]> => Promise.resolve([]);
  const kept = keepReading<readonly FieldPolicy[]>([], () => read());
  let made = new Map<string, ReadonlyMap<string, Cover> | undefined>();
  let byObject = new Map<string, FieldPolicy[]>();
  let worked: readonly FieldPolicy[] | undefined;
  let told = '';
  let until = 0;
  let edition = 0;
  let report: Report = () => undefined;
  let failing = false;
  let readAt = 0;
  let marker = (_file: MarkedFile): Promise<FileMark> => Promise.reject(new Error('nobody marks files'));

  /** Policies begin and end with a day of Shanghai, whether anything is told then or not. */
  function work(): void {
    const now = store.clock.now();
    if (worked === kept.current() && now.getTime() < until) return;
    worked = kept.current();
    // What was read anew and is the same is no change to whoever worked something out by it.
    const words = JSON.stringify(worked);
    if (words !== told || now.getTime() >= until) edition += 1;
    told = words;
    const today = shanghaiDate(now);
    until = Date.parse(`${today}T00:00:00+08:00`) + day;
    const inForce = worked.filter(({ begins, ends }) => begins <= today && (ends === null || ends >= today));
    byObject = new Map();
    for (const policy of inForce)
      byObject.set(policy.object, [...(byObject.get(policy.object) ?? []), policy]);
    made = new Map();
  }

  async function refresh(): Promise<void> {
    try {
      await kept.refresh();
      failing = false;
      readAt = Date.now();
    } catch (problem) {
      failing = true;
      throw problem;
    }
  }

  /** A failure that lasts is reported when it begins. */
  async function refreshQuietly(): Promise<void> {
    const wasFailing = failing;
    await refresh().catch((problem: unknown) => {
      if (!wasFailing) report(problem, 'access.covers');
    });
  }

  function policiesOf(object: string, way: Way, viewer: Principal['kind']) {
    return (byObject.get(object) ?? []).filter(
      (policy) => within[way].includes(policy.way) && policy.viewers.includes(viewer),
    );
  }

  function make(object: string, way: Way, viewer: Principal['kind']): ReadonlyMap<string, Cover> | undefined {
    const covers = new Map<string, Cover>();
    for (const policy of policiesOf(object, way, viewer))
      covers.set(policy.field, both(covers.get(policy.field), policy));
    return covers.size === 0 ? undefined : covers;
  }

  store.onAnnounce(channel, () => void refreshQuietly());
  const covers: FieldCovers = {
    find(object, way, viewer = 'official') {
      work();
      if (!byObject.has(object)) return undefined;
      const key = `${way} ${viewer} ${object}`;
      if (!made.has(key)) made.set(key, make(object, way, viewer));
      return made.get(key);
    },
    words(object, way) {
      work();
      return policiesOf(object, way, 'official')
        .map(({ field, policy, edition: of, way: on }) => `${field} ${on} ${policy}/${of}`)
        .toSorted();
    },
    lost(object, field, to) {
      const today = shanghaiDate(store.clock.now());
      const held = kept
        .current()
        .filter((each) => each.object === object && each.field === field)
        .filter(({ ends }) => ends === null || ends >= today);
      return [...new Set(held.filter((each) => !each.holds(to)).map(({ policy }) => policy))];
    },
    edition() {
      work();
      return edition;
    },
    async bind(given) {
      read = given;
      await refresh();
    },
    bindMarker(make) {
      marker = make;
    },
    mark: (file) => marker(file),
    async changed() {
      // The other processes hear of it whether this one could read it or not.
      try {
        await refresh();
      } finally {
        await store.announce(channel, '');
      }
    },
  };
  return {
    covers,
    keep(given, times) {
      report = given;
      let running = Promise.resolve();
      const timer = setInterval(() => {
        if (failing || Date.now() - readAt >= times.every) running = refreshQuietly();
      }, times.retryEvery);
      timer.unref();
      return async () => {
        clearInterval(timer);
        report = () => undefined;
        await running;
      };
    },
  };
}

const known = new WeakMap<Store, KeptCovers>();

/** One for each city: tests run several in one process. */
function keptOf(store: Store): KeptCovers {
  const found = known.get(store) ?? openCovers(store);
  known.set(store, found);
  return found;
}

export function coversOf(store: Store): FieldCovers {
  return keptOf(store).covers;
}

/** Reads policies anew also when nobody tells of a change, and soon again after a reading that failed. Returns what stops it. */
export function keepCovers(
  store: Store,
  report: Report = () => undefined,
  times = usual,
): () => Promise<void> {
  return keptOf(store).keep(report, times);
}
