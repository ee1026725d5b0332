/** Opens a draft, or saves a change of one that the caller holds; broken fields come back by name. */
import { useState } from 'react';
import flow from '../../../../../engines/flow/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { CallError } from '../../../../../ui/call.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import type { DraftValues } from './draft-form.tsx';

export const outgoingType = 'office.outgoing';

export interface Held {
  readonly id: string;
  readonly version: number;
  /** What the holder's task calls a change of the text. */
  readonly action: string;
}

export interface DraftSave {
  readonly save: (values: DraftValues, opinion?: string) => Promise<string | undefined>;
  readonly saving: boolean;
  readonly problems: Readonly<Record<string, string>>;
  readonly refusal: CallError | undefined;
}

export function useDraftSave(held: Held | undefined): DraftSave {
  // Made once, so that a draft sent twice is opened once.
  const [fresh] = useState(() => newId());
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const opening = useAct(flow.routes.open, { onRefused: setRefusal });
  const acting = useAct(flow.routes.act, { onRefused: setRefusal });
  const problems = Object.fromEntries(
    (refusal?.problems ?? []).map((one) => [one.path.replace(/^values\./, ''), one.message]),
  );
  return {
    problems,
    refusal,
    saving: opening.acting || acting.acting,
    async save(values, opinion) {
      setRefusal(undefined);
      const type = outgoingType;
      const said = opinion === undefined || opinion === '' ? {} : { opinion };
      const receipt =
        held === undefined
          ? await opening.act({ type, id: fresh, values })
          : await acting.act({ type, ...held, values, ...said });
      return receipt?.id;
    },
  };
}
