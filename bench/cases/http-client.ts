/** A lean HTTP/1.1 client on kept-alive sockets, so that the load costs little beside the server that is measured. */
import net from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One connection, one request at a time. */
export class HttpClient {
  readonly #socket: net.Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(reply: Reply): void; reject(problem: unknown): void } | undefined;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (problem) => this.#waiting?.reject(problem));
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.toString('utf8', end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  send(method: 'GET' | 'POST', path: string, token: string, payload?: unknown): Promise<Reply> {
    const body = payload === undefined ? '' : JSON.stringify(payload);
    const head = [
      `${method} ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      `cookie: city_session=${token}`,
      'x-city-request: 1',
      ...(payload === undefined
        ? []
        : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
    ];
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
