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

function openCovers(store: Store): FieldCovers {
  let read = (): Promise<readonly FieldPolicy[]> => Promise.resolve([]);
  const kept = keepReading<readonly FieldPolicy[]>([], () => read());
  let made = new Map<string, ReadonlyMap<string, Cover> | undefined>();
  let byObject = new Map<string, FieldPolicy[]>();
  let worked: readonly FieldPolicy[] | undefined;
  let until = 0;
  let edition = 0;
  let marker = (_file: MarkedFile): Promise<FileMark> => Promise.reject(new Error('nobody marks files'));

  /** Policies begin and end with a day of Shanghai, whether anything is told then or not. */
  function work(): void {
    const now = store.clock.now();
    if (worked === kept.current() && now.getTime() < until) return;
    worked = kept.current();
    const today = shanghaiDate(now);
    until = Date.parse(`${today}T00:00:00+08:00`) + day;
    const inForce = worked.filter(({ begins, ends }) => begins <= today && (ends === null || ends >= today));
    byObject = new Map();
    for (const policy of inForce)
      byObject.set(policy.object, [...(byObject.get(policy.object) ?? []), policy]);
    made = new Map();
    edition += 1;
  }

  function make(object: string, way: Way, viewer: Principal['kind']): ReadonlyMap<string, Cover> | undefined {
    const covers = new Map<string, Cover>();
    for (const policy of byObject.get(object) ?? [])
      if (within[way].includes(policy.way) && policy.viewers.includes(viewer))
        covers.set(policy.field, both(covers.get(policy.field), policy));
    return covers.size === 0 ? undefined : covers;
  }

  store.onAnnounce(channel, () => void kept.refresh().catch(() => undefined));
  return {
    find(object, way, viewer = 'official') {
      work();
      if (!byObject.has(object)) return undefined;
      const key = `${way} ${viewer} ${object}`;
      if (!made.has(key)) made.set(key, make(object, way, viewer));
      return made.get(key);
    },
    edition() {
      work();
      return edition;
    },
    async bind(given) {
      read = given;
      await kept.refresh();
    },
    bindMarker(make) {
      marker = make;
    },
    mark: (file) => marker(file),
    async changed() {
      await kept.refresh();
      await store.announce(channel, '');
    },
  };
}

const known = new WeakMap<Store, FieldCovers>();

/** One for each city: tests run several in one process. */
export function coversOf(store: Store): FieldCovers {
  const found = known.get(store) ?? openCovers(store);
  known.set(store, found);
  return found;
}
