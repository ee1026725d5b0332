/** Messages to other departments' systems: signed, only to listed hosts, and without a personal value. */
import { postJson } from '../../../gateway/index.ts';
import type { WebhookConfig } from '../../channel-config.ts';
import type { Channel, Outcome } from './channel.ts';
import { type CallTools, judgeStatus } from './gateway-channel.ts';
import { signedHeaders } from './sign-request.ts';

/** 'host' or 'host:port', as it stands in an address. */
export function isListed(config: WebhookConfig, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const parsed = new URL(address);
  if (!['http:', 'https:'].includes(parsed.protocol)) return false;
  return parsed.username === '' && parsed.password === '' && config.hosts.includes(parsed.host);
}

export function webhookChannel(config: WebhookConfig, tools: CallTools): Channel {
  return {
    async send({ id, address, content, template, version, secret }): Promise<Outcome> {
      // The list may have become shorter since the address was set.
      if (!isListed(config, address)) return { state: 'failed', reason: 'host-not-listed' };
      if (secret === undefined) return { state: 'failed', reason: 'no-secret' };
      const body = JSON.stringify({ id, template, version, data: content.data ?? {} });
      const reply = await postJson(new URL(address), body, {
        headers: signedHeaders(secret, id, body, tools.now()),
        milliseconds: tools.milliseconds(),
      });
      const judged = judgeStatus(reply.status);
      if (judged === 'again') throw new Error(`http-${reply.status}`);
      if (judged === 'refused') return { state: 'failed', reason: `http-${reply.status}` };
      return { state: 'sent', receipt: null };
    },
  };
}
