/** Routes of stories: keep a view under an address, open it, list mine, take it down. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { department, Done, Drawing, id, layerId, Stack } from './shapes.ts';

const lon = z.number().min(-180).max(180);
const lat = z.number().min(-85).max(85);

export const View = z.object({
  layers: Stack,
  /** The other side of a comparison; null for none. */
  right: Stack.nullable(),
  centre: z.object({ lon, lat }),
  zoom: z.number().min(0).max(22),
  notes: z.array(z.object({ lon, lat, text: z.string().trim().min(1).max(200) })).max(50),
  drawing: Drawing.nullable(),
  metres: z.number().min(0).max(200_000),
  /** Time slider: its layer and field, and the window in milliseconds since 1970. */
  time: z.object({ layer: layerId, field: z.string().max(60), from: z.number(), to: z.number() }).nullable(),
});
export type View = z.infer<typeof View>;

export const storyRoutes = {
  keepStory: post('/stories', {
    title: '发布地图故事',
    allow: 'share',
    input: z.object({
      title: z.string().trim().min(1).max(60),
      note: z.string().max(2000).default(''),
      audience: z.enum(['departments', 'everyone']),
      sharedWith: z.array(department).max(100).default([]),
      view: View,
    }),
    output: z.object({ id: z.string() }),
  }),
  story: get('/stories/:id', {
    title: '地图故事',
    signedInBecause: '按故事的共享范围；里面的图层按打开的人自己的权限',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      version: z.number().int(),
      title: z.string(),
      note: z.string(),
      departmentName: z.string(),
      createdAt: z.string(),
      own: z.boolean(),
      view: View,
      /** Layers of the view that the opener may not see; they are left out of it. */
      hidden: z.number().int(),
    }),
  }),
  withdrawStory: post('/stories/:id/withdraw', {
    title: '撤下地图故事',
    allow: 'share',
    input: z.object({ id, version: z.number().int() }),
    output: Done,
  }),
};
