/** A route that answers, so that a system of the tests has one. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const pingRoutes = {
  ping: get('/ping', {
    title: '通',
    publicBecause: '测试',
    input: z.object({}),
    output: z.object({ ok: z.boolean() }),
  }),
};

export const pingHandlers = { ping: () => ({ ok: true }) };
