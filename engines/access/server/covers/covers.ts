/** Policies in force over fields, held in memory of each process: the decision asks them without a query. */
import type { Cover, FieldClass, Principal, Way } from '../../../../kernel/access.ts';
import { fieldClasses } from '../../../../kernel/access.ts';
import { keepReading } from '../../../../kernel/kept-reading.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Store } from '../../../store/index.ts';
import type { ExitMark } from '../../exits.ts';

/** One policy as it applies to one field. */
export interface FieldPolicy extends Cover {
  /** '<system>.<register>', or id of a dataset. */
  readonly object: string;
  readonly field: string;
  readonly way: Way;
  readonly viewers: readonly Principal['kind'][];
  /** First and last day in Shanghai; null: until it is ended. */
  readonly begins: string;
  readonly ends: string | null;
}

/** A file that leaves under a contract, for whoever marks it. */
export interface MarkedFile {
  readonly object: string;
  readonly contract: string;
  readonly app: string;
  /** Department that gets it, and the one that gives. */
  readonly department: string;
  readonly provider: string;
  readonly purpose: string;
  readonly receipt: string;
}

export interface FileMark extends Pick<ExitMark, 'row'> {
  /** Records the file, once it is made and before it is handed out. */
  keep(rows: number): Promise<void>;
}

export interface FieldCovers {
  /** By field; undefined where no policy in force looks at this object on this way. A viewer nobody names is an official. */
  find(object: string, way: Way, viewer?: Principal['kind']): ReadonlyMap<string, Cover> | undefined;
  /** Rises with each change: what was worked out before is worked out anew. */
  edition(): number;
  /** By the system that keeps policies, when it starts. Throws what reading throws: a city without its policies does not start. */
  bind(read: () => Promise<readonly FieldPolicy[]>): Promise<void>;
  /** By the system that traces files. */
  bindMarker(make: (file: MarkedFile) => Promise<FileMark>): void;
  /** Throws where nobody marks: a file that owes a mark does not leave without. */
  mark(file: MarkedFile): Promise<FileMark>;
  /** Reads them anew here and in every other process. */
  changed(): Promise<void>;
}

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
