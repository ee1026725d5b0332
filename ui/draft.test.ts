import { beforeEach, describe, expect, test } from 'vitest';
import { CallError } from './call.ts';
import { bodyOf, type Draft, type DraftStore, type DraftWire, sendAll, sendDraft } from './draft.ts';

/** A small store and a server that keeps what it accepted, by id: the two ends between which the network may break. */
class Phone implements DraftStore {
  readonly kept = new Map<string, Draft>();
  async get(id: string) {
    return this.kept.get(id);
  }
  async put(draft: Draft) {
    this.kept.set(draft.id, structuredClone(draft));
  }
  async remove(id: string) {
    this.kept.delete(id);
  }
  async all() {
    return [...this.kept.values()];
  }
}

class Server implements DraftWire {
  readonly cases = new Map<string, unknown>();
  readonly files = new Map<string, string>();
  /** Breaks at the n-th message: before it arrives, or after it was done but before the answer came back. */
  breakAt = 0;
  breakAfter = false;
  refuse: CallError | undefined;
  #messages = 0;

  async upload(file: { readonly key: string }) {
    return this.#pass(() => {
      const id = this.files.get(file.key) ?? `file-${this.files.size + 1}`;
      this.files.set(file.key, id);
      return id;
    });
  }

  async submit(_path: string, body: Readonly<Record<string, unknown>>, requestKey: string) {
    await this.#pass(() => {
      if (this.refuse) throw this.refuse;
      this.cases.set(requestKey, body);
    });
  }

  #pass<T>(run: () => T): T {
    this.#messages += 1;
    const broken = this.#messages === this.breakAt;
    if (broken && !this.breakAfter) throw new CallError('network', '断网', 0);
    const result = run();
    if (broken) throw new CallError('network', '断网', 0);
    return result;
  }
}

function queued(id: string, changedAt = '2026-11-23T08:00:00Z'): Draft {
  const files = ['甲', '乙'].map((name) => ({ key: `${id}-${name}`, name, blob: new Blob([name]) }));
  return {
    id,
    kind: 'test.report',
    state: 'queued',
    values: { values: { text: '井盖破损' } },
    files,
    filesField: 'values.photos',
    path: '/api/test/reports',
    title: '井盖破损',
    changedAt,
  };
}

let phone: Phone;
let server: Server;

beforeEach(async () => {
  phone = new Phone();
  server = new Server();
  await phone.put(queued('one'));
});

describe('离线草稿', () => {
  test.each([1, 2, 3].flatMap((at) => [[at, false] as const, [at, true] as const]))(
    '第 %i 个消息断网（服务器已收到:%s）后再发，案件和照片各只有一份',
    async (at, after) => {
      server.breakAt = at;
      server.breakAfter = after;
      expect(await sendDraft(phone, server, 'one')).toBe('kept');
      expect(phone.kept.has('one')).toBe(true);
      expect(await sendDraft(phone, server, 'one')).toBe('sent');
      expect(phone.kept.has('one')).toBe(false);
      expect([...server.cases]).toEqual([
        ['one', { id: 'one', values: { text: '井盖破损', photos: ['file-1', 'file-2'] } }],
      ]);
      expect(server.files.size).toBe(2);
      expect(await sendDraft(phone, server, 'one')).toBe('nothing');
    },
  );

  test('同时触发两次发送，只有一次出门', async () => {
    const outcomes = await Promise.all([sendDraft(phone, server, 'one'), sendDraft(phone, server, 'one')]);
    expect(outcomes.toSorted()).toEqual(['nothing', 'sent']);
    expect(server.cases.size).toBe(1);
  });

  test('还在填写的不会被发出去', async () => {
    await phone.put({ ...queued('two'), state: 'editing' });
    expect(await sendDraft(phone, server, 'two')).toBe('nothing');
    expect(server.cases.size).toBe(0);
  });

  test('被拒绝的留在手机上，并说明原因', async () => {
    server.refuse = new CallError('city.invalid', '位置不在本市', 400, [
      { path: 'values.at', message: '位置不在本市' },
    ]);
    expect(await sendDraft(phone, server, 'one')).toBe('refused');
    expect(phone.kept.get('one')).toMatchObject({ state: 'refused', refusal: '位置不在本市' });
  });

  test('服务器说已经收过，就当送到了；登录过期则等登录后再发', async () => {
    server.refuse = new CallError('city.unauthenticated', '请先登录', 401);
    expect(await sendDraft(phone, server, 'one')).toBe('kept');
    server.refuse = new CallError('city.replayed', '该请求已提交过', 409);
    expect(await sendDraft(phone, server, 'one')).toBe('sent');
    expect(phone.kept.size).toBe(0);
  });

  test('一起发送时先写的先发，断网就停下', async () => {
    await phone.put(queued('older', '2026-11-23T07:00:00Z'));
    server.breakAt = 4;
    expect((await sendAll(phone, server)).map((one) => [one.draft.id, one.outcome])).toEqual([
      ['older', 'sent'],
      ['one', 'kept'],
    ]);
  });

  test('没有照片字段时只带编号', () => {
    const { filesField: _none, ...plain } = queued('one');
    expect(bodyOf(plain)).toEqual({ id: 'one', values: { text: '井盖破损' } });
  });
});
