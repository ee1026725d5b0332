/** A host that sends log lines by RFC 5424 or RFC 3164, over TCP with octet counting or newlines, or over UDP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { syslog } from '../../engines/telemetry/server/codec/syslog/codec.ts';
import type { SyslogMessage } from '../../engines/telemetry/server/codec/syslog/message.ts';
import { writeSyslog } from '../../engines/telemetry/server/codec/syslog/parse-message.ts';
import type { Address } from './talk.ts';

export type SyslogTransport = 'counted' | 'lines' | 'udp';

/** Resolves when everything has been handed to the network; syslog is not answered. */
export async function sendSyslog(
  messages: readonly SyslogMessage[],
  transport: SyslogTransport,
  { host, port }: Address,
): Promise<void> {
  if (transport === 'udp') {
    const socket = createSocket('udp4');
    for (const message of messages)
      await new Promise((resolve) => socket.send(writeSyslog(message), port, host, resolve));
    socket.close();
    return;
  }
  const socket = connect({ host, port });
  await once(socket, 'connect');
  socket.resume();
  for (const message of messages)
    socket.write(transport === 'counted' ? syslog.encode(message) : `${writeSyslog(message)}\n`);
  socket.end();
  await once(socket, 'close');
}
