/** The route that tells where the devices that move are. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

/** Degrees (WGS84), and the moment by the device's own clock in seconds since 1970. */
const Position = z.tuple([
  z.string().describe('id'),
  z.string().describe('name'),
  z.number().describe('lon'),
  z.number().describe('lat'),
  z.number().describe('at'),
  z.boolean().describe('online'),
]);
export type Position = z.infer<typeof Position>;

const PositionsReply = z.object({
  /** Of all, or of those that changed: heard of, back, silent, or written. Some may come again. */
  positions: z.array(Position),
  /** Taken out of use since; without `since` none. */
  gone: z.array(z.string()),
  /** All that are in alarm now, whether they changed or not. */
  alarmed: z.array(z.string()),
  /** There are more than setting telemetry.positions-at-once: the rest is left out. */
  more: z.boolean(),
  /** For the next asking. */
  cursor: z.string(),
  /** How long to wait before it. */
  everySeconds: z.number(),
});
export type PositionsReply = z.infer<typeof PositionsReply>;

export const positionRoutes = {
  positions: get('/positions', {
    title: '移动目标的最新位置',
    allow: 'read-devices',
    input: z.object({
      /** The cursor of the last reply; without it all come. */
      since: z.iso.datetime().optional(),
    }),
    output: PositionsReply,
  }),
};
