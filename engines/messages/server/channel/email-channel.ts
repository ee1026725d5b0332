/** E-mail by SMTP (RFC 5321); the Message-ID is the message's own key, so that a letter handed over twice is one letter to whoever sorts by it. */
import nodemailer from 'nodemailer';
import { isForbiddenAddress } from '../../../gateway/index.ts';
import type { EmailConfig } from '../../channel-config.ts';
import type { Channel, Outcome } from './channel.ts';
import type { CallTools } from './gateway-channel.ts';

/** RFC 5321 §4.2.1: 5yz is refused for good. */
function permanentCode(problem: unknown): number | undefined {
  const code = (problem as { readonly responseCode?: unknown } | null)?.responseCode;
  // A refused login is ours to mend, and the letter then still waits.
  return typeof code === 'number' && code >= 500 && code !== 530 && code !== 535 ? code : undefined;
}

export function emailChannel(config: EmailConfig, secret: string | undefined, tools: CallTools): Channel {
  const transport = nodemailer.createTransport({
    host: config.host,
    port: config.port,
    secure: config.security === 'tls',
    requireTLS: config.security === 'starttls',
    ignoreTLS: config.security === 'none',
    pool: true,
    maxConnections: 2,
    connectionTimeout: tools.milliseconds(),
    greetingTimeout: tools.milliseconds(),
    socketTimeout: tools.milliseconds(),
    // A letter never reads a file or an address of ours.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(config.user === '' ? {} : { auth: { user: config.user, pass: secret ?? '' } }),
  });
  return {
    async send({ id, address, content }): Promise<Outcome> {
      if (await isForbiddenAddress(config.host)) return { state: 'failed', reason: 'forbidden-address' };
      try {
        const sent = await transport.sendMail({
          from: config.from,
          to: { name: '', address },
          subject: content.subject ?? '',
          text: content.text ?? '',
          messageId: `<${id}@${config.from.split('@').at(-1) ?? 'city'}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { state: 'sent', receipt: sent.messageId };
      } catch (problem) {
        const code = permanentCode(problem);
        if (code !== undefined) return { state: 'failed', reason: `smtp-${code}` };
        throw problem;
      }
    },
    close: () => transport.close(),
  };
}
