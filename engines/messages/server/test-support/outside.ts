/** The world outside in tests: a gateway over HTTP and an SMTP server, real ones in this process. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { hmacSm3 } from '../channel/sign-request.ts';

export interface Heard {
  readonly path: string;
  readonly key: string;
  readonly signed: (secret: string) => boolean;
  readonly body: {
    readonly id?: string;
    readonly to?: string;
    readonly text?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

export interface OutsideGateway {
  readonly host: string;
  readonly heard: Heard[];
  /** Answers of the next requests; then code 0. 'silence' never answers. */
  readonly answers: ({ readonly status: number; readonly code?: string } | 'silence')[];
  close(): Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export async function openGateway(): Promise<OutsideGateway> {
  const heard: Heard[] = [];
  const answers: OutsideGateway['answers'] = [];
  const server = createServer((request, reply) => {
    void readAll(request).then((text) => {
      const key = String(request.headers['idempotency-key']);
      const digest = createHash('sm3').update(text, 'utf8').digest('hex');
      const time = String(request.headers['x-city-time']);
      heard.push({
        path: request.url ?? '',
        key,
        signed: (secret) =>
          request.headers['x-city-signature'] === hmacSm3(secret, `${time}\n${key}\n${digest}`),
        body: JSON.parse(text) as Heard['body'],
      });
      const answer = answers.shift() ?? { status: 200 };
      if (answer === 'silence') return;
      reply.writeHead(answer.status, { 'content-type': 'application/json' });
      reply.end(JSON.stringify({ code: answer.code ?? '0', receipt: `gateway-${heard.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers,
    close: () => closeServer(server),
  };
}

export interface OutsideMail {
  readonly port: number;
  readonly letters: { readonly to: readonly string[]; readonly text: string }[];
  /** Addresses that the server refuses for good. */
  readonly refused: Set<string>;
  close(): Promise<void>;
}

export async function openMail(port = 0): Promise<OutsideMail> {
  const letters: OutsideMail['letters'] = [];
  const refused = new Set<string>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      if (!refused.has(address)) return done();
      done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        letters.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString('utf8'),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    refused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
