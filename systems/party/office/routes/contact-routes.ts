/** 通讯录: people by unit or by what was typed, with their numbers as far as the caller may see them. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const contactRoutes = {
  contacts: get('/contacts', {
    title: '查通讯录',
    allow: 'look-up',
    input: z.object({
      /** Id of one unit; absent for the whole city. */
      unit: z.string().min(1).max(80).optional(),
      /** Name, duty or post, in Chinese, full pinyin or its initials. */
      search: z.string().trim().max(40, '搜索内容不超过 40 个字').optional(),
      page: z.coerce.number().int().min(1).optional(),
    }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          unitName: z.string(),
          duty: z.string().nullable(),
          work: z.string().nullable(),
          officePhone: z.string().nullable(),
          /** Masked unless the caller's clearance covers it. */
          mobile: z.string().nullable(),
          mobileMasked: z.boolean(),
          /** May he ask for the number, with a reason that is kept? */
          mayReveal: z.boolean(),
          room: z.string().nullable(),
        }),
      ),
      total: z.number(),
      /** There are more than were counted. */
      more: z.boolean(),
      size: z.number(),
    }),
  }),
};
