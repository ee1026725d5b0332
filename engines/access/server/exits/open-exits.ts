/** The ways out by name, and the single papers that go at once as long as they are few. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { shanghaiDate, shanghaiTime } from '../../../../kernel/working-time.ts';
import { type Store, sql } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Exit, ExitFile, Exits, Paper } from '../../exits.ts';
import type { Audit } from '../audit/open-audit.ts';

/** Made only to see whether it may be read. */
function drop({ body }: ExitFile): void {
  if (body instanceof Readable) body.destroy();
}

/** Asked for again beyond the day's number: the same paper, by the same rules as a sheet. */
function exitOf(paper: Paper, most: () => number): Exit {
  const idOf = (where: Readonly<Record<string, string>> = {}) => where['id'] ?? '';
  return {
    title: paper.title,
    owner: paper.owner,
    approve: paper.approve,
    ownForm: true,
    async plan(context, { query }) {
      drop(await paper.make(context, idOf(query.where), ''));
      return {
        rows: 1,
        fields: [{ name: 'paper', title: paper.title, class: 'personal', masked: false }],
        reasons: [`单份案卷和文书一天超过 ${most()} 份的，逐份审批`],
        conditions: `${paper.title}，编号 ${idOf(query.where)}`,
      };
    },
    async make(context, { query }, markOf) {
      const { note } = markOf(1);
      return { ...(await paper.make(context, idOf(query.where), note)), rows: 1 };
    },
  };
}

export function openExits(store: Store, audit: Audit): Exits {
  const named = new Map<string, Exit>();
  const papers = new Map<string, Paper>();
  const approvals = new Set<string>();
  const finders: ((name: string) => Exit | undefined)[] = [];
  const most = () => store.settings.value('access.papers-a-day');
  let page: string | undefined;

  /** Counted before anything is made; two at once are two. */
  async function count(principal: Principal, now: Date): Promise<number> {
    const { rows } = await sql<{
      papers: number;
    }>`insert into access_papers_taken as taken (subject, day, papers)
      values (${principal.id}, ${shanghaiDate(now)}, 1)
      on conflict (subject, day) do update set papers = taken.papers + 1 where taken.papers < ${most()}
      returning papers`.execute(store.db);
    const [row] = rows;
    if (row === undefined) throw accessErrors.papersOver({ most: most() });
    return row.papers;
  }

  function find(name: string): Exit | undefined {
    const known = named.get(name);
    if (known !== undefined) return known;
    for (const look of finders) {
      const exit = look(name);
      if (exit !== undefined) return exit;
    }
    return undefined;
  }

  function add(name: string, exit: Exit): void {
    if (named.has(name)) throw new RangeError(`two ways out are called ${name}`);
    named.set(name, exit);
    approvals.add(exit.approve);
  }

  return {
    add,
    addMany(approve, look) {
      finders.push(look);
      approvals.add(approve);
    },
    addPapers(given) {
      for (const [name, paper] of Object.entries(given)) {
        add(name, exitOf(paper, most));
        papers.set(name, paper);
      }
    },
    find,
    get(name) {
      const exit = find(name);
      if (exit === undefined) throw commonErrors.missing();
      return exit;
    },
    approvals: () => [...approvals],
    approvalPage: () => page,
    approveAt(path) {
      page = path;
    },
    async hand(context, name, id) {
      const { principal } = context;
      const paper = papers.get(name);
      if (paper === undefined) throw commonErrors.missing();
      const now = store.clock.now();
      const mark = randomBytes(4).toString('hex').toUpperCase();
      const at = `${shanghaiDate(now)} ${shanghaiTime(now).slice(0, 5)}`;
      const note = `取件号 QJ${shanghaiDate(now).replaceAll('-', '')}-${mark}　${principal.name} 于 ${at} 取走`;
      // Made first: what he may not read, or what is not there, is not counted.
      const made = await paper.make(context, id, note);
      const taken =
        principal.kind === 'official'
          ? await count(principal, now).catch((problem: unknown) => {
              drop(made);
              throw problem;
            })
          : null;
      await audit.addAlone(principal, {
        module: paper.module,
        event: 'export',
        objectType: paper.object,
        objectId: id,
        result: 'success',
        detail: { mark, paper: name, ...(taken === null ? {} : { ofDay: taken }) },
      });
      return made;
    },
  };
}

/** Counts of days that are over say nothing any more. */
export async function tidyPapers(store: Store): Promise<void> {
  await sql`delete from access_papers_taken where day < ${shanghaiDate(store.clock.now())}`.execute(store.db);
}
