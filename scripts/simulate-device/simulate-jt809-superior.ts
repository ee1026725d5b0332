/** A platform above that speaks JT/T 809: takes the login of one below, hears what it hands up, and calls it back on the subordinate link. */
import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { streamReader } from '../../engines/telemetry/server/codec/codec.ts';
import { jt809 } from '../../engines/telemetry/server/codec/jt809/codec.ts';
import {
  decryptMessage,
  encryptMessage,
  type Jt809Keys,
} from '../../engines/telemetry/server/codec/jt809/encrypt.ts';
import {
  answerTo,
  type Jt809Body,
  type Jt809Message,
} from '../../engines/telemetry/server/codec/jt809/message.ts';
import { talk } from './talk.ts';

export interface Jt809SuperiorOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly userId: number;
  readonly password: string;
  readonly keys?: Jt809Keys;
  readonly timeout: number;
}

export interface Jt809Superior {
  /** Messages of this type get no answer. */
  mute: number | undefined;
  readonly port: number;
  /** All that came, deciphered. */
  readonly heard: readonly Jt809Message[];
  /** Code of the newest login. */
  readonly verifyCode: () => number;
  /** Logs in on the subordinate link; gives the result of 9002, undefined when none came. */
  callBack(port: number, verifyCode: number): Promise<number | undefined>;
  close(): Promise<void>;
}

const options = { frameBytes: 65_536 };
/** Results of 1002. */
const [noSuchUser, wrongPassword] = [3, 4];

export async function jt809Superior(given: Jt809SuperiorOptions): Promise<Jt809Superior> {
  const { host, userId, password, keys, timeout } = given;
  const heard: Jt809Message[] = [];
  const sockets = new Set<Socket>();
  const calls: { end(): Promise<void> }[] = [];
  let [verifyCode, accessCode, serial] = [0, 0, 0];

  function answer(socket: Socket, to: Jt809Message, type: number, body: Jt809Body): void {
    serial += 1;
    const plain = answerTo(to, type, serial, body);
    socket.write(jt809.encode(keys === undefined ? plain : encryptMessage(plain, keys, serial)));
  }

  function hear(socket: Socket, message: Jt809Message): void {
    heard.push(message);
    const { body, type } = message;
    if (type === superior.mute) return;
    if (body.kind === 'login') {
      const refusal = body.userId === userId ? wrongPassword : noSuchUser;
      const result = body.userId === userId && body.password === password ? 0 : refusal;
      accessCode = message.accessCode;
      verifyCode = randomInt(1, 2 ** 32);
      answer(socket, message, 0x1002, { kind: 'login-answer', result, verifyCode });
    } else if (type === 0x1003) answer(socket, message, 0x1004, { kind: 'empty' });
    else if (type === 0x1005) answer(socket, message, 0x1006, { kind: 'empty' });
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const reader = streamReader(jt809, jt809.createState(options));
    socket.on('data', (chunk: Buffer) => {
      for (const message of reader.read(chunk).messages) {
        const read = keys === undefined ? message : decryptMessage(message, keys);
        if (read !== undefined) hear(socket, read);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(given.port, host, resolve);
  });

  const superior: Jt809Superior = {
    mute: undefined,
    port: (server.address() as AddressInfo).port,
    heard,
    verifyCode: () => verifyCode,
    async callBack(port, code) {
      const line = await talk(jt809, options, { host, port });
      calls.push(line);
      const shared = { edition: '2011', accessCode, version: '010000', encrypted: 0, key: 0 } as const;
      line.send({ ...shared, serial: 1, type: 0x9001, body: { kind: 'verify', verifyCode: code } });
      const connected = await line.wait(({ type }) => type === 0x9002, timeout);
      if (connected?.body.kind !== 'code' || connected.body.code !== 0)
        return connected?.body.kind === 'code' ? connected.body.code : undefined;
      line.send({ ...shared, serial: 2, type: 0x9005, body: { kind: 'empty' } });
      const alive = await line.wait(({ type }) => type === 0x9006, timeout);
      return alive === undefined ? undefined : 0;
    },
    async close() {
      await Promise.all(calls.map((line) => line.end()));
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return superior;
}
