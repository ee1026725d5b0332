/** Opens a case from a page of a system's own, or saves a change of one that the caller holds; sent twice it is opened once. */
import { useState } from 'react';
import { newId } from '../../../../kernel/ids.ts';
import type { CallError } from '../../../../ui/call.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { OpeningValues } from './open-case-form.tsx';

export interface HeldCase {
  readonly id: string;
  readonly version: number;
}

export interface CaseSave {
  /** Id of the case; undefined when it was refused. */
  readonly save: (values: OpeningValues) => Promise<string | undefined>;
  readonly saving: boolean;
  /** The last refusal, for the page to show. */
  readonly refusal: CallError | undefined;
}

/** `action` is what the holder's task calls a change. */
export function useCaseSave(type: string, held: HeldCase | undefined, action = 'save'): CaseSave {
  const [fresh] = useState(() => newId());
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const opening = useAct(contract.routes.open, { onRefused: setRefusal });
  const acting = useAct(contract.routes.act, { onRefused: setRefusal });
  return {
    refusal,
    saving: opening.acting || acting.acting,
    async save(values) {
      setRefusal(undefined);
      const done =
        held === undefined
          ? await opening.act({ type, id: fresh, values })
          : await acting.act({ type, ...held, action, values });
      return done?.id;
    },
  };
}
