/** A door before the city that the journey shuts and opens, as when a server stops, and behind which a newer build of the pages can stand. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Door {
  readonly url: string;
  /** Nobody answers any more, and who is connected is cut off. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** From here on the pages' own scripts have other names, as after each build. */
  renew(): void;
  close(): Promise<void>;
}

const entry = /(\/assets\/(?:citizen|open)-)([\w-]{8})(\.js)/g;
const renewed = 'newbuild';

export async function openDoor(city: string): Promise<Door> {
  const behind = new URL(city);
  let isNew = false;
  /** Of the renewed names. */
  const names = new Map<string, string>();

  function rename(text: string): string {
    const said = text.replaceAll(entry, (name, head: string, _digest: string, tail: string) => {
      names.set(`${head}${renewed}${tail}`, name);
      return `${head}${renewed}${tail}`;
    });
    return said.replace(/"version":"[0-9a-f]+"/, '"version":"renewed"');
  }

  function pass(asked: IncomingMessage, reply: ServerResponse): void {
    const path = names.get(asked.url ?? '') ?? asked.url;
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const inner = request(
      { host: behind.hostname, port: behind.port, method: asked.method, path, headers },
      (answer) => {
        const type = answer.headers['content-type'] ?? '';
        const told = isNew && (type.startsWith('text/html') || asked.url?.endsWith('/worker.js') === true);
        if (!told) {
          reply.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(reply);
          return;
        }
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const { 'content-length': _length, ...rest } = answer.headers;
          reply.writeHead(answer.statusCode ?? 502, rest);
          reply.end(rename(Buffer.concat(parts).toString()));
        });
      },
    );
    inner.on('error', () => reply.destroy());
    asked.pipe(inner);
  }

  const server = createServer(pass);
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  function shut(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    shut,
    open: () => listen(port),
    renew: () => {
      isNew = true;
    },
    close: () => (server.listening ? shut() : Promise.resolve()),
  };
}
