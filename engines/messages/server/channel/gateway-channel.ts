/** Texts and calls through a gateway over HTTP, in the shape that such gateways share: signed JSON, a code, a number for the receipt. */
import { z } from 'zod';
import { postJson } from '../../../gateway/index.ts';
import { deliveryTable } from '../../data/delivery.ts';
import type { GatewayConfig } from '../../channel-config.ts';
import type { Channel, Outcome } from './channel.ts';
import { signedHeaders } from './sign-request.ts';

const Reply = z.object({ code: z.string().max(40), receipt: z.string().max(100).nullish() });

export interface CallTools {
  readonly now: () => Date;
  readonly milliseconds: () => number;
}

/** 'again' when the other side may say otherwise later. */
export function judgeStatus(status: number): 'taken' | 'refused' | 'again' {
  if (status >= 200 && status < 300) return 'taken';
  return deliveryTable.refusedStatuses.includes(status) ? 'refused' : 'again';
}

export function gatewayChannel(
  kind: 'sms' | 'voice',
  config: GatewayConfig,
  secret: string,
  tools: CallTools,
): Channel {
  return {
    async send({ id, address, content, template, version }): Promise<Outcome> {
      const body = JSON.stringify({
        id,
        app: config.app,
        kind,
        to: address,
        sign: config.sign,
        template,
        version,
        text: content.text ?? '',
      });
      const reply = await postJson(new URL(config.url), body, {
        headers: { 'x-city-app': config.app, ...signedHeaders(secret, id, body, tools.now()) },
        milliseconds: tools.milliseconds(),
      });
      const judged = judgeStatus(reply.status);
      if (judged === 'again') throw new Error(`http-${reply.status}`);
      if (judged === 'refused') return { state: 'failed', reason: `http-${reply.status}` };
      const answer = Reply.parse(JSON.parse(reply.text));
      if (answer.code === config.okCode) return { state: 'sent', receipt: answer.receipt ?? null };
      if (config.refusedCodes.includes(answer.code))
        return { state: 'failed', reason: `code-${answer.code}` };
      throw new Error(`code-${answer.code}`);
    },
  };
}
