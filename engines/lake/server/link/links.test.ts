/** What two platforms keep equal over a line that is cut, slow and treacherous; what is refused; and how gone-back ends find together again. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkObject } from '../../link.ts';
import { entryOf, join, type Joined, type LinkedNode, openLinkedNode } from '../test-support/linked-nodes.ts';
import type { LineManner } from '../../../../test/support/shaky-line.ts';
import { pack, textOfRequest } from './envelope.ts';

const city = '341200000000';
const county = '341226000000';

let up: LinkedNode;
let down: LinkedNode;
let at: Joined;
const taken: LinkObject[] = [];

beforeAll(async () => {
  [up, down] = [await openLinkedNode(city, '阜阳市'), await openLinkedNode(county, '颍上县')];
  for (const { lake } of [up, down])
    lake.links.bind('entry', {
      async take(_work, _link, object) {
        if (object.title.includes('毒')) throw lakeErrors.linkUnreadable();
        taken.push(object);
      },
    });
  at = await join(up, down);
  await down.store.transaction((work) => down.store.settings.change(work, 'lake.link-seconds', 1));
}, 120_000);
afterAll(async () => {
  await at.rising.close();
  await at.falling.close();
  await up.close();
  await down.close();
});
beforeEach(() => {
  at.rising.manner = () => 'open';
  at.falling.manner = () => 'open';
});

async function offer(...objects: readonly LinkObject[]): Promise<void> {
  for (const object of objects)
    await down.store.transaction((work) => down.lake.links.offer(work, at.atDown, object));
}

async function stateAt(node: LinkedNode, link: string) {
  const state = (await node.lake.links.states()).find(({ id }) => id === link);
  if (state === undefined) throw new Error('no such link');
  return state;
}

/** Over an open line until nothing waits and both ends are compared equal. */
async function settle(): Promise<void> {
  at.rising.manner = () => 'open';
  at.falling.manner = () => 'open';
  await vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      const { waiting, resync, cutSince } = await stateAt(down, at.atDown);
      expect({ waiting, resync: resync.state, cutSince }).toEqual({
        waiting: 0,
        resync: 'none',
        cutSince: null,
      });
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function heldAbove(): Promise<readonly LinkObject[]> {
  const { objects } = await up.lake.links.received({ kind: 'entry', page: 1, size: 5000 });
  return objects
    .map(({ link: _link, ...object }) => object)
    .toSorted((one, other) => one.id.localeCompare(other.id));
}

async function offeredBelow(): Promise<readonly LinkObject[]> {
  const found =
    await sql<LinkObject>`select kind, id, owner, version, "group", title, content from lake_link_object
    where link = ${at.atDown} and side = 'ours' and kind = 'entry' order by id::text`.execute(down.store.db);
  return found.rows;
}

/** Seeded, so that a failure can be had again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test('目录上报：新的、变更的、撤下的都到达上级，同样的内容不再发送', async () => {
  await offer(entryOf(county, 1), entryOf(county, 2), entryOf(county, 3));
  await settle();
  expect(await heldAbove()).toEqual(await offeredBelow());
  const { sent } = await stateAt(down, at.atDown);
  await offer({ ...entryOf(county, 1), version: 2 });
  await settle();
  expect((await stateAt(down, at.atDown)).sent).toBe(sent);
  await offer(entryOf(county, 1, 2, '目录一改'));
  await down.store.transaction((work) => down.lake.links.withdraw(work, at.atDown, entryOf(county, 3)));
  await settle();
  expect((await heldAbove()).map(({ title }) => title).toSorted()).toEqual(['目录2', '目录一改']);
  expect(await down.lake.links.compare(at.atDown)).toEqual({ same: 2, different: [] });
});

test('链路中断：排队等待、同一目录只留最新、写明何时起中断，恢复后不丢不重', async () => {
  at.rising.manner = () => 'cut';
  await down.lake.links.retryNow(at.atDown);
  await offer(entryOf(county, 10), entryOf(county, 10, 2, '目录十改'), entryOf(county, 11));
  const cut = await stateAt(down, at.atDown);
  expect(cut.cutSince).not.toBeNull();
  expect(cut.problem).toContain('连不上对方平台');
  expect(cut.nextAt).not.toBeNull();
  expect(cut.waiting).toBe(2);
  await expect(down.lake.links.ask(at.atDown, 'anything', {})).rejects.toMatchObject({
    code: 'lake.linkDown',
    kind: 'unavailable',
  });
  await settle();
  expect(await heldAbove()).toEqual(await offeredBelow());
});

test('正在发送时又变更的目录：送到的是变更后的', async () => {
  at.rising.manner = () => 'cut';
  await offer(entryOf(county, 14));
  await down.lake.links.retryNow(at.atDown);
  // Waits without a number until the next try.
  await offer(entryOf(county, 15));
  at.rising.manner = () => 'open';
  let sending: Promise<unknown> = Promise.resolve();
  await down.store.transaction(async (work) => {
    await down.lake.links.offer(work, at.atDown, entryOf(county, 15, 2, '变更后'));
    sending = down.lake.links.retryNow(at.atDown);
    // Long enough for the sender to have come to the row that this transaction holds.
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await sending;
  await settle();
  expect((await heldAbove()).map(({ title }) => title)).toContain('变更后');
  expect(await heldAbove()).toEqual(await offeredBelow());
});

test('对方收下而应答丢失、被截断：重发时不重复收', async () => {
  for (const [index, manner] of (['swallow', 'truncate', 'twice', 'delay'] as const).entries()) {
    taken.length = 0;
    at.rising.manner = () => manner;
    await offer(entryOf(county, 20 + index, 1, manner));
    await down.lake.links.retryNow(at.atDown);
    await settle();
    expect(
      taken.filter(({ title }) => title === manner),
      manner,
    ).toHaveLength(1);
  }
  expect(await heldAbove()).toEqual(await offeredBelow());
});

test.each([1, 2, 3, 4, 5, 6])(
  '随机中断、迟到、重复、截断（种子%i）：最后两边的目录相同，一条不丢一条不重',
  async (seed) => {
    const random = dice(seed);
    const manners: readonly LineManner[] = ['open', 'open', 'cut', 'swallow', 'truncate', 'delay', 'twice'];
    at.rising.manner = () => manners[Math.floor(random() * manners.length)] ?? 'open';
    taken.length = 0;
    const versions = new Map<number, number>();
    for (let step = 0; step < 40; step += 1) {
      const number = 100 + Math.floor(random() * 15);
      const version = (versions.get(number) ?? seed * 1000) + 1;
      versions.set(number, version);
      if (random() < 0.15)
        await down.store.transaction((work) =>
          down.lake.links.withdraw(work, at.atDown, entryOf(county, number)),
        );
      else await offer(entryOf(county, number, version, `第${version}版`));
      if (random() < 0.4) await down.lake.links.retryNow(at.atDown);
    }
    await settle();
    expect(await heldAbove()).toEqual(await offeredBelow());
    const states = taken.map(({ id, version }) => `${id} ${version}`);
    expect(new Set(states).size).toBe(states.length);
    expect(await down.lake.links.asides(at.atDown)).toEqual([]);
  },
);

describe('身份和重放', () => {
  async function request(more: object = {}, sign = true) {
    const unsigned = {
      from: county,
      to: city,
      instance:
        (
          await sql<{ instance: string }>`select instance from lake_link where id = ${at.atUp}`.execute(
            up.store.db,
          )
        ).rows[0]?.instance ?? '',
      at: down.store.clock.now().toISOString(),
      nonce: randomBytes(18).toString('base64url'),
      kind: 'deliver' as const,
      body: await pack({ epoch: 1, after: { seq: 0, chain: '' }, messages: [] }),
      ...more,
    };
    const signed = await down.lake.links.publicKey();
    expect(signed).toHaveLength(130);
    const signature = sign ? await signBelow(textOfRequest(unsigned)) : 'ab'.repeat(64);
    return { ...unsigned, signature };
  }

  async function signBelow(text: string): Promise<string> {
    return down.trust.links.sign(text);
  }

  test('伪造的签名、没有登记的平台、发错的地方、过期的、重放的，都拒绝并说明', async () => {
    const { links } = up.lake;
    await expect(links.receive(await request({}, false))).rejects.toMatchObject({
      code: 'lake.linkSignature',
    });
    await expect(links.receive(await request({ from: '341202000000' }))).rejects.toMatchObject({
      code: 'lake.linkSignature',
    });
    await expect(links.receive(await request({ to: '340000000000' }))).rejects.toMatchObject({
      code: 'lake.linkNotMe',
    });
    const late = new Date(up.store.clock.now().getTime() - 301_000).toISOString();
    await expect(links.receive(await request({ at: late }))).rejects.toMatchObject({ code: 'lake.badTime' });
    const early = new Date(up.store.clock.now().getTime() + 301_000).toISOString();
    await expect(links.receive(await request({ at: early }))).rejects.toMatchObject({ code: 'lake.badTime' });
    const good = await request();
    await links.receive(good);
    await expect(links.receive(good)).rejects.toMatchObject({ code: 'lake.replayed' });
    const changed = {
      ...(await request()),
      body: await pack({ epoch: 2, after: { seq: 0, chain: '' }, messages: [] }),
    };
    await expect(links.receive(changed)).rejects.toMatchObject({ code: 'lake.linkSignature' });
  });

  test('压缩炸弹和乱写的正文被拒绝', async () => {
    const { links } = up.lake;
    const bomb = await pack('0'.repeat(60_000_000));
    expect(bomb.length).toBeLessThan(900_000);
    await expect(links.receive(await request({ body: bomb }))).rejects.toMatchObject({
      code: 'city.invalid',
    });
    await expect(links.receive(await request({ body: 'AAAA' }))).rejects.toMatchObject({
      code: 'city.invalid',
    });
  });

  test('同一身份在另一台机器上出现：拒收，写在链路上，确认后只认新的一台并重新比对', async () => {
    const { links } = up.lake;
    const other = 'other-machine-0000000000';
    await expect(links.receive(await request({ instance: other }))).rejects.toMatchObject({
      code: 'lake.linkOther',
    });
    expect((await stateAt(up, at.atUp)).other?.instance).toBe(other);
    await up.store.transaction((work) => links.acceptOther(work, at.atUp));
    await links.receive(await request({ instance: other }));
    // The former machine is now the one that nobody knows.
    await offer(entryOf(county, 300));
    await down.lake.links.retryNow(at.atDown);
    expect((await stateAt(down, at.atDown)).problem).toContain('另一台机器');
    await up.store.transaction((work) => links.acceptOther(work, at.atUp));
    await settle();
    expect(await heldAbove()).toEqual(await offeredBelow());
  });

  test('暂停的链路不收也不发，恢复后继续', async () => {
    await up.store.transaction((work) => up.lake.links.setStatus(work, at.atUp, 'suspended'));
    await offer(entryOf(county, 301));
    await down.lake.links.retryNow(at.atDown);
    expect((await stateAt(down, at.atDown)).problem).toContain('lake.linkSuspended');
    await up.store.transaction((work) => up.lake.links.setStatus(work, at.atUp, 'active'));
    await settle();
    expect(await heldAbove()).toEqual(await offeredBelow());
  });
});

describe('收不下的报文', () => {
  test('越区报送、不认识的类别、内容有毒的搁置并写明原因，后面的照常收', async () => {
    await offer(
      entryOf('341202000000', 400),
      { ...entryOf(county, 401), kind: 'unheard-of' },
      entryOf(county, 402, 1, '毒目录'),
      entryOf(county, 403, 1, '好目录'),
    );
    await settle();
    const held = await heldAbove();
    expect(held.some(({ title }) => title === '好目录')).toBe(true);
    expect(held.some(({ owner }) => owner !== county)).toBe(false);
    for (const [node, link, way] of [
      [up, at.atUp, 'in'],
      [down, at.atDown, 'out'],
    ] as const) {
      const asides = await node.lake.links.asides(link);
      expect(asides.map(({ code, way: side }) => [code, side]).toSorted()).toEqual([
        ['lake.linkForeign', way],
        ['lake.linkKind', way],
        ['lake.linkUnreadable', way],
      ]);
    }
  });

  test('改好后重试就收下；放弃要有理由；处理过的不能再处理', async () => {
    const [foreign, unheard, poison] = (await down.lake.links.asides(at.atDown)).toSorted((one, other) =>
      one.code.localeCompare(other.code),
    );
    await offer(entryOf(county, 402, 2, '无害目录'));
    await down.store.transaction((work) => down.lake.links.retry(work, poison?.id ?? '', 'keeper'));
    await settle();
    expect((await heldAbove()).some(({ title }) => title === '无害目录')).toBe(true);
    for (const one of [foreign, unheard]) {
      await down.store.transaction((work) =>
        down.lake.links.discard(work, one?.id ?? '', 'keeper', '报送错误'),
      );
      await down.store.transaction((work) =>
        down.lake.links.withdraw(work, at.atDown, { kind: one?.kind ?? '', id: one?.object ?? '' }),
      );
    }
    await expect(
      down.store.transaction((work) => down.lake.links.retry(work, foreign?.id ?? '', 'keeper')),
    ).rejects.toMatchObject({ code: 'lake.linkHandled' });
    for (const one of await up.lake.links.asides(at.atUp))
      await up.store.transaction((work) => up.lake.links.discard(work, one.id, 'keeper', '对方已改正'));
    await settle();
  });

  test('上级也不能改下级自己的目录：各区划只有一个主人', async () => {
    await up.store.transaction((work) =>
      up.lake.links.offer(work, at.atUp, entryOf(county, 1, 9, '上级代写')),
    );
    await up.store.transaction((work) =>
      up.lake.links.offer(work, at.atUp, entryOf(city, 500, 1, '市级目录')),
    );
    await up.lake.links.retryNow(at.atUp);
    const { objects } = await down.lake.links.received({ kind: 'entry', page: 1, size: 10 });
    expect(objects.map(({ title }) => title)).toEqual(['市级目录']);
    expect((await up.lake.links.asides(at.atUp)).map(({ code }) => code)).toEqual(['lake.linkForeign']);
  });
});

describe('回到从前', () => {
  const tables = ['lake_link', 'lake_link_queue', 'lake_link_object'];

  async function backUp(node: LinkedNode): Promise<() => Promise<void>> {
    for (const table of tables) {
      await sql`drop table if exists ${sql.raw(`kept_${table}`)}`.execute(node.store.db);
      await sql`create table ${sql.raw(`kept_${table}`)} as table ${sql.raw(table)}`.execute(node.store.db);
    }
    return async () => {
      for (const table of tables) {
        await sql`delete from ${sql.raw(table)}`.execute(node.store.db);
        await sql`insert into ${sql.raw(table)} overriding system value select * from ${sql.raw(`kept_${table}`)}`.execute(
          node.store.db,
        );
      }
    };
  }

  test('上级从备份恢复：序号倒退被发现，比对补发，内容不静默分叉', async () => {
    await settle();
    const restore = await backUp(up);
    await offer(entryOf(county, 600), entryOf(county, 601), entryOf(county, 602));
    await settle();
    await restore();
    expect(await heldAbove()).not.toEqual(await offeredBelow());
    await down.lake.links.retryNow(at.atDown);
    await settle();
    expect((await stateAt(down, at.atDown)).resync).toMatchObject({ reason: 'peer-went-back', found: 3 });
    expect(await heldAbove()).toEqual(await offeredBelow());
  });

  test('下级从备份恢复：它现在说的算数，恢复后新编的和撤回的都以它为准', async () => {
    const restore = await backUp(down);
    await offer(entryOf(county, 610), entryOf(county, 600, 5, '恢复前的新版'));
    await settle();
    await restore();
    await offer(entryOf(county, 611), entryOf(county, 612), entryOf(county, 613));
    await settle();
    const { resync } = await stateAt(down, at.atDown);
    expect(['we-went-back', 'story-differs']).toContain(resync.reason);
    expect(await heldAbove()).toEqual(await offeredBelow());
    expect((await heldAbove()).some(({ title }) => title === '恢复前的新版')).toBe(false);
  });

  test('两边恢复到不同的从前，又各自往前走到同一个序号：仍被发现', async () => {
    const restore = await backUp(up);
    await offer(entryOf(county, 620));
    await settle();
    await restore();
    // As if another message had come under the number that the lower end believes to be stored.
    const acked = await sql<{
      seq: number;
    }>`select acked_seq as seq from lake_link where id = ${at.atDown}`.execute(down.store.db);
    await sql`update lake_link set in_seq = ${acked.rows[0]?.seq ?? 0} where id = ${at.atUp}`.execute(
      up.store.db,
    );
    await down.lake.links.retryNow(at.atDown);
    await settle();
    expect((await stateAt(down, at.atDown)).resync.reason).toBe('story-differs');
    expect(await heldAbove()).toEqual(await offeredBelow());
  });

  test('队列满了不丢：不再排队，恢复后比对补发', async () => {
    await down.store.transaction((work) => down.store.settings.change(work, 'lake.link-queue', 5));
    at.rising.manner = () => 'cut';
    await down.lake.links.retryNow(at.atDown);
    await offer(...Array.from({ length: 20 }, (_, index) => entryOf(county, 700 + index)));
    const { waiting, resync } = await stateAt(down, at.atDown);
    expect(waiting).toBe(5);
    expect(resync).toMatchObject({ state: 'wanted', reason: 'queue-full' });
    await settle();
    expect(await heldAbove()).toEqual(await offeredBelow());
    await down.store.transaction((work) => down.store.settings.change(work, 'lake.link-queue', 20_000));
  });

  test('手工同步可以取消；比对说得出哪些不同、只在哪边', async () => {
    await sql`delete from lake_link_object where side = 'theirs' and title = '目录700'`.execute(up.store.db);
    await sql`update lake_link_object set digest = ${'0'.repeat(64)} where side = 'theirs' and title = '目录701'`.execute(
      up.store.db,
    );
    await sql`delete from lake_link_object where side = 'ours' and title = '目录702'`.execute(down.store.db);
    const { different } = await down.lake.links.compare(at.atDown);
    expect(different.map(({ title, sameness }) => [title, sameness]).toSorted()).toEqual([
      ['目录700', 'only-here'],
      ['目录701', 'differ'],
      ['目录702', 'only-there'],
    ]);
    at.rising.manner = () => 'cut';
    await down.store.transaction((work) => down.lake.links.resync(work, at.atDown, 'by-hand'));
    expect(await down.lake.links.cancelResync(at.atDown)).toBe(true);
    expect(await down.lake.links.cancelResync(at.atDown)).toBe(false);
    expect((await stateAt(down, at.atDown)).resync.state).toBe('cancelled');
    await down.store.transaction((work) => down.lake.links.resync(work, at.atDown, 'by-hand'));
    await settle();
    expect(await down.lake.links.compare(at.atDown)).toMatchObject({ different: [] });
    expect(await heldAbove()).toEqual(await offeredBelow());
  });
});
