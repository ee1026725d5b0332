/** What a run found, as it is kept until and after it is let go. */
import { z } from 'zod';

const Kept = z.object({
  cells: z
    .array(
      z.object({
        group: z.string().nullable(),
        value: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        /** People behind an exact cell, for later checks of difference. */
        people: z.number().nullable(),
        finding: z.string().nullable(),
      }),
    )
    .optional(),
  matched: z.number().nullable().optional(),
  places: z.array(z.number()).optional(),
});
export type Content = z.infer<typeof Kept>;

export function readContent(content: unknown): Content {
  return Kept.safeParse(content).data ?? {};
}

export function earlierCells(
  content: Content,
): readonly { readonly group: string | null; readonly people: number }[] {
  return (content.cells ?? []).flatMap(({ group, people }) => (people === null ? [] : [{ group, people }]));
}
