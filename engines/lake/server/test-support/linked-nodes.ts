/** Platforms at the ends of links for the tests of one file: each with a database, a key and a door of its own, over lines that can be cut. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CityError, httpStatus } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { openShakyLine, type ShakyLine } from '../../../../test/support/shaky-line.ts';
import type { LinkNode, LinkObject } from '../../link.ts';
import { sm3Hex } from '../link/envelope.ts';
import { openTestLake, type TestLake } from './open-test-lake.ts';

export interface LinkedNode extends TestLake {
  readonly node: LinkNode;
  readonly port: number;
}

async function openDoor(lake: () => TestLake['lake']): Promise<Server> {
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = async () => lake().links.receive(JSON.parse(Buffer.concat(parts).toString('utf8')));
      answer().then(
        (body) => reply.writeHead(200).end(JSON.stringify(body)),
        (problem: unknown) => {
          const known = problem instanceof CityError;
          const [code, message] = known
            ? [problem.code, problem.message]
            : ['city.internal', String(problem)];
          reply.writeHead(known ? httpStatus[problem.kind] : 500).end(JSON.stringify({ code, message }));
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export async function openLinkedNode(code: string, name: string): Promise<LinkedNode> {
  const opened = await openTestLake();
  const node = { code, name, creditCode: '113412000034100000' };
  await opened.store.transaction((work) => opened.lake.links.setNode(work, node));
  const door = await openDoor(() => opened.lake);
  return {
    ...opened,
    node,
    port: (door.address() as AddressInfo).port,
    async close() {
      door.closeAllConnections();
      door.close();
      await opened.close();
    },
  };
}

export interface Joined {
  readonly up: LinkedNode;
  readonly down: LinkedNode;
  /** Id of the link at the upper and at the lower end. */
  readonly atUp: string;
  readonly atDown: string;
  /** What the lower one says goes over this line, and what the upper one says over that. */
  readonly rising: ShakyLine;
  readonly falling: ShakyLine;
}

export async function join(up: LinkedNode, down: LinkedNode): Promise<Joined> {
  const [rising, falling] = [await openShakyLine(() => up.port), await openShakyLine(() => down.port)];
  const [atUp, atDown] = [newId(), newId()];
  const [upKey, downKey] = [await up.lake.links.publicKey(), await down.lake.links.publicKey()];
  await up.store.transaction((work) =>
    up.lake.links.configure(work, atUp, {
      ...down.node,
      direction: 'down',
      address: falling.url,
      publicKey: downKey,
    }),
  );
  await down.store.transaction((work) =>
    down.lake.links.configure(work, atDown, {
      ...up.node,
      direction: 'up',
      address: rising.url,
      publicKey: upKey,
    }),
  );
  return { up, down, atUp, atDown, rising, falling };
}

export function entryOf(owner: string, number: number, version = 1, title = `目录${number}`): LinkObject {
  const tail = sm3Hex(`${owner}/${number}`).slice(0, 12);
  return {
    kind: 'entry',
    id: `01900000-0000-7000-8000-${tail}`,
    owner,
    version,
    group: `部门${number % 3}`,
    title,
    content: JSON.stringify({ number, version, title }),
  };
}
