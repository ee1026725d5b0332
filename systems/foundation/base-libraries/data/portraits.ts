/** 数据画像: which parts and tags of a person or firm each purpose needs, and on what ground. Checked when it is read. */
import { z } from 'zod';
import given from './portraits.json' with { type: 'json' };

const code = z.string().regex(/^[a-z][a-z-]{1,39}$/);

const Tag = z.object({
  code,
  title: z.string(),
  /** In words, for whoever sees the tag. */
  rule: z.string(),
  /** It has the tag whoever is in this library and has not ended; or whose field of this mart is at least so much. */
  library: code.optional(),
  mart: code.optional(),
  field: z.string().optional(),
  least: z.number().optional(),
});

const Portrait = z
  .object({
    code,
    title: z.string(),
    library: code,
    keyTitle: z.string(),
    parts: z.array(z.object({ code, title: z.string(), fields: z.array(z.string()).min(1) })),
    tags: z.array(Tag),
    purposes: z.array(
      z.object({
        code,
        title: z.string(),
        basis: z.string(),
        parts: z.array(code),
        tags: z.array(code),
      }),
    ),
  })
  .refine(({ parts, tags, purposes }) =>
    purposes.every(
      (purpose) =>
        purpose.parts.every((each) => parts.some((part) => part.code === each)) &&
        purpose.tags.every((each) => tags.some((tag) => tag.code === each)),
    ),
  );
export type Portrait = z.infer<typeof Portrait>;
export type PortraitTag = z.infer<typeof Tag>;

export const portraits: readonly Portrait[] = z.array(Portrait).parse(given.portraits);

export const portraitTitles = Object.fromEntries(portraits.map((each) => [each.code, each.title]));
export const portraitPurposes = Object.fromEntries(
  portraits.flatMap((each) => each.purposes.map((purpose) => [purpose.code, purpose.title])),
);

export function findPortrait(wanted: string): Portrait | undefined {
  return portraits.find((each) => each.code === wanted);
}
