/** A TCP line between two platforms that can be cut, slow, and treacherous: it swallows answers, breaks them off, and says requests twice. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/**
 * open: as it should be · cut: nobody answers · swallow: the request arrives, its answer does not · truncate: half of the answer ·
 * delay: the request waits on the way, so that later ones overtake it · twice: the same bytes arrive once more · break: two answers come
 * back, the third does not, and what was on the way in that moment is gone.
 */
export type LineManner = 'open' | 'cut' | 'swallow' | 'truncate' | 'delay' | 'twice' | 'break';

export interface ShakyLine {
  /** http://127.0.0.1:… */
  readonly url: string;
  /** For each connection from now on. */
  manner: () => LineManner;
  /** How many connections came, by manner. */
  readonly seen: Record<LineManner, number>;
  /** The bytes of the newest request. */
  readonly last: () => Buffer;
  close(): Promise<void>;
}

const delayMilliseconds = 120;

export async function openShakyLine(target: () => number): Promise<ShakyLine> {
  const sockets = new Set<Socket>();
  const seen: Record<LineManner, number> = {
    open: 0,
    cut: 0,
    swallow: 0,
    truncate: 0,
    delay: 0,
    twice: 0,
    break: 0,
  };
  let last = Buffer.alloc(0);

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }

  /** One request for each connection, so that its manner counts for it alone. */
  function once(bytes: Buffer): Buffer {
    return Buffer.from(
      bytes.toString('latin1').replace('onnection: keep-alive', 'onnection: close     '),
      'latin1',
    );
  }

  function say(bytes: Buffer): void {
    const other = keep(connect(target(), '127.0.0.1'));
    other.on('data', () => undefined);
    other.write(bytes);
    void setTimeout(2000).then(() => other.destroy());
  }

  function carry(near: Socket, manner: LineManner): void {
    const far = keep(connect(target(), '127.0.0.1'));
    const parts: Buffer[] = [];
    let answers = 0;
    near.on('data', (given: Buffer) => {
      const part = once(given);
      parts.push(part);
      last = Buffer.concat(parts);
      if (manner === 'delay') void setTimeout(delayMilliseconds).then(() => far.writable && far.write(part));
      else far.write(part);
    });
    far.on('data', (part: Buffer) => {
      answers += 1;
      if (manner === 'swallow' || (manner === 'break' && answers > 2)) near.destroy();
      else if (manner === 'truncate')
        near.write(part.subarray(0, Math.floor(part.length / 2)), () => near.destroy());
      else near.write(part);
      if (manner === 'twice') say(Buffer.concat(parts));
    });
    // A caller that gives up does not call back what is on the way.
    near.on(
      'close',
      () => void setTimeout(manner === 'delay' ? 2 * delayMilliseconds : 50).then(() => far.end()),
    );
    far.on('close', () => near.end());
  }

  const server = createServer((near) => {
    keep(near);
    const manner = line.manner();
    seen[manner] += 1;
    if (manner === 'cut') near.destroy();
    else carry(near, manner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: ShakyLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    manner: () => 'open',
    seen,
    last: () => last,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}
