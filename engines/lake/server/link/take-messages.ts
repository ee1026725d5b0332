/** Stores what comes from the other end: each message once and in its place, or the story of the two ends is found to differ. */
import { ZodError } from 'zod';
import { areaPrefix } from '../../../../kernel/area.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkNode, LinkObject } from '../../link.ts';
import { type Deliver, type Delivered, digestOf, Message, nextChain } from './envelope.ts';
import { getNode, type LinkDeps, type LinkRow, lockLink, objectColumns, writeObject } from './link-rows.ts';
import { stopRows, takeRows } from './take-rows.ts';

/** From below only what lies below that platform; from above nothing that is ours: each area has one owner, and the owner's word counts. */
function checkOwner(node: LinkNode, link: LinkRow, { owner }: LinkObject): void {
  const { direction, code, name } = link.peer;
  const may =
    direction === 'down' ? owner.startsWith(areaPrefix(code)) : !owner.startsWith(areaPrefix(node.code));
  if (!may) throw lakeErrors.linkForeign({ name, owner });
}

async function takeObject(
  deps: LinkDeps,
  work: Work,
  link: LinkRow,
  node: LinkNode,
  { object, resync }: { readonly object: LinkObject; readonly resync?: boolean | undefined },
): Promise<void> {
  checkOwner(node, link, object);
  const binding = deps.bindings.get(object.kind);
  if (binding === undefined) throw lakeErrors.linkKind({ kind: object.kind });
  const digest = digestOf(object);
  const found = await sql<LinkObject>`select ${objectColumns} from lake_link_object
    where link = ${link.id} and side = 'theirs' and kind = ${object.kind} and id = ${object.id}`.execute(
    work.db,
  );
  const [known] = found.rows;
  if (known !== undefined && digestOf(known) === digest) {
    // Compared different all the same: what was kept of it was damaged.
    if (resync === true) await writeObject(work, link.id, 'theirs', object, digest);
    return;
  }
  // An owner that was restored from a backup has gone back; that its word counts all the same is said by comparing, never by accident.
  if (known !== undefined && known.version >= object.version && resync !== true)
    throw lakeErrors.linkOlder({ version: object.version, known: known.version });
  await writeObject(work, link.id, 'theirs', object, digest);
  await binding.take(work, { id: link.id, peer: link.peer }, object, known);
}

export async function takeMessage(
  deps: LinkDeps,
  work: Work,
  link: LinkRow,
  node: LinkNode,
  message: Message,
): Promise<void> {
  if (message.act === 'put') return takeObject(deps, work, link, node, message);
  if (message.act === 'rows') return takeRows(deps, work, link, message);
  const gone =
    await sql`delete from lake_link_object where link = ${link.id} and side = 'theirs' and kind = ${message.kind}
    and id = ${message.id} returning id`.execute(work.db);
  if (gone.rows.length > 0)
    await deps.bindings.get(message.kind)?.drop?.(work, { id: link.id, peer: link.peer }, message.id);
}

function read(text: string): Message {
  try {
    return Message.parse(JSON.parse(text));
  } catch {
    throw lakeErrors.linkUnreadable();
  }
}

const nobody = '00000000-0000-0000-0000-000000000000';

async function setAside(work: Work, link: LinkRow, text: string, problem: CityError): Promise<void> {
  let about = { kind: '', object: nobody, title: '无法识别的报文' };
  try {
    const message = Message.parse(JSON.parse(text));
    if (message.act === 'put')
      about = { kind: message.object.kind, object: message.object.id, title: message.object.title };
    else if (message.act === 'rows') {
      about = { kind: 'rows', object: message.transfer, title: `数据第${message.piece}块` };
      await stopRows(work, message.transfer, problem.message);
    } else about = { kind: message.kind, object: message.id, title: '撤下' };
  } catch {
    // Nobody can say what it was about; its text is kept all the same.
  }
  await sql`insert into lake_link_aside (id, link, way, kind, object, title, text, code, reason, at)
    values (${newId()}, ${link.id}, 'in', ${about.kind}, ${about.object}, ${about.title}, ${text}, ${problem.code},
      ${problem.message.slice(0, 300)}, ${work.now})`.execute(work.db);
}

/** Not of the shape, or of values that the database cannot hold: trying again would not mend it. */
function isOfContent(problem: unknown): boolean {
  if (problem instanceof ZodError || problem instanceof SyntaxError) return true;
  const code = (problem as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23]...$/.test(code);
}

/** What a message has begun is undone with it; the ones before and after it stay. */
async function takeOrSetAside(
  deps: LinkDeps,
  work: Work,
  at: { readonly link: LinkRow; readonly node: LinkNode },
  text: string,
): Promise<CityError | undefined> {
  await sql`savepoint link_message`.execute(work.db);
  try {
    await takeMessage(deps, work, at.link, at.node, read(text));
    await sql`release savepoint link_message`.execute(work.db);
    return undefined;
  } catch (thrown) {
    const problem = isOfContent(thrown) ? lakeErrors.linkUnreadable() : thrown;
    if (!(problem instanceof CityError) || problem.kind === 'unavailable') throw problem;
    await sql`rollback to savepoint link_message`.execute(work.db);
    await setAside(work, at.link, text, problem);
    return problem;
  }
}

interface Story {
  readonly epoch: number;
  readonly seq: number;
  readonly chain: string;
}

/** Where the new messages begin in what was sent, or how the story differs from ours. */
function compareStories(known: Story, given: Deliver): number | 'old-epoch' | 'gap' | 'forked' {
  if (given.epoch < known.epoch) return 'old-epoch';
  // A stream that we hear of for the first time begins at its beginning.
  const stored = given.epoch > known.epoch ? { seq: 0, chain: '' } : known;
  let { seq, chain } = given.after;
  if (seq > stored.seq) return 'gap';
  for (const [index, text] of given.messages.entries()) {
    if (seq === stored.seq) return chain === stored.chain ? index : 'forked';
    [seq, chain] = [seq + 1, nextChain(chain, text)];
  }
  if (seq === stored.seq && chain !== stored.chain) return 'forked';
  return given.messages.length;
}

export async function takeMessages(deps: LinkDeps, id: string, given: Deliver): Promise<Delivered> {
  const { store } = deps;
  return store.transaction(async (work) => {
    const link = await lockLink(work, id);
    const known = { epoch: link.inEpoch, seq: link.inSeq, chain: link.inChain };
    const from = compareStories(known, given);
    if (typeof from === 'string') return { outcome: from, ...known };
    const begun = given.epoch > known.epoch;
    let { seq, chain } = begun ? { seq: 0, chain: '' } : known;
    const node = await getNode(work.db);
    const aside: { seq: number; code: string; reason: string }[] = [];
    const fresh = given.messages.slice(from);
    for (const text of fresh) {
      const problem = await takeOrSetAside(deps, work, { link, node }, text);
      [seq, chain] = [seq + 1, nextChain(chain, text)];
      if (problem !== undefined)
        aside.push({ seq, code: problem.code, reason: problem.message.slice(0, 300) });
    }
    if (fresh.length > 0 || begun)
      await sql`update lake_link set in_epoch = ${given.epoch}, in_seq = ${seq}, in_chain = ${chain},
        received = received + ${fresh.length} where id = ${id}`.execute(work.db);
    return { outcome: 'stored', seq, chain, aside };
  });
}
