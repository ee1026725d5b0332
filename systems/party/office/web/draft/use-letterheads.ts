/** The organ codes under which somebody may draft, for choosing one and for the red head of the preview. */
import { useMemo } from 'react';
import registers from '../../../../../engines/registers/contract.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import type { Letterhead } from '../../document/to-official.ts';

export interface KnownLetterhead extends Letterhead {
  readonly id: string;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const register = 'office.number-code';

/** Undefined while they are on their way. */
export function useLetterheads(): readonly KnownLetterhead[] | undefined {
  const asked = useCall(registers.routes.list, { register, size: 200 }, { fresh: 300_000 });
  return useMemo(
    () =>
      asked.data?.rows.map((row) => ({
        id: row.id,
        code: textOf(row['code']),
        mark: textOf(row['mark']),
        suffix: textOf(row['suffix']),
        format: textOf(row['format']),
        signature: textOf(row['signature']),
      })),
    [asked.data],
  );
}
