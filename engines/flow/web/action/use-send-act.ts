/** Sends one act of a case, keeps its opinion until it is done, and finds out who was quicker when it is refused. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, type CallError } from '../../../../ui/call.ts';
import { sentenceOf } from '../../../../ui/query-client.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type Receipt } from '../../contract.ts';
import type { CaseDetail } from '../case/use-case.ts';
import type { FilledAct } from './action-form.ts';
import { explainConflict, isConflict } from './explain-conflict.ts';
import { keepDraft } from './opinion-draft.ts';
import { noteOwnStep, ownVersion } from './own-steps.ts';

export interface Refusal {
  readonly text: string;
  /** The case as it stands now; given when it moved on, so that the person can go on with what he wrote. */
  readonly fresh: CaseDetail | undefined;
  readonly problems: Readonly<Record<string, string>>;
}

export interface SendAct {
  /** `title` is told when it is done: '… 已签收'. */
  readonly send: (act: FilledAct, version: number, title: string) => Promise<Receipt | undefined>;
  readonly sending: boolean;
  readonly refusal: Refusal | undefined;
  readonly forget: () => void;
}

export function useSendAct(
  seen: Pick<CaseDetail, 'type' | 'id' | 'version' | 'stageTitle' | 'timeline'>,
  onDone: (receipt: Receipt) => void,
): SendAct {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const { type, id } = seen;
  async function refuse(error: CallError): Promise<void> {
    const problems = Object.fromEntries(error.problems.map((one) => [one.path, one.message]));
    if (!isConflict(error.code)) return setRefusal({ text: sentenceOf(error), fresh: undefined, problems });
    const fresh = await call(contract.routes.detail, { type, id }).catch(() => undefined);
    if (fresh) client.setQueryData(['call', contract.routes.detail.path, { type, id }], fresh);
    setRefusal({
      text: (fresh && explainConflict(seen, fresh, new Date())) ?? sentenceOf(error),
      fresh,
      problems,
    });
  }
  const sent = useRef('');
  const { act, acting } = useAct(contract.routes.act, {
    // Told here and not after the answer is awaited, which comes only when the whole page has been read anew.
    onDone: (receipt, { action, version }) => {
      noteOwnStep(id, version, receipt.version);
      keepDraft(id, action, '');
      tell('success', `${receipt.number} 已${sent.current}`);
      onDone(receipt);
    },
    onRefused: (error) => void refuse(error),
  });
  return {
    sending: acting,
    refusal,
    forget: () => setRefusal(undefined),
    async send(filled, version, title) {
      setRefusal(undefined);
      sent.current = title;
      const { files, values, target, ...rest } = filled;
      return act({
        type,
        id,
        version: ownVersion(id, version),
        ...rest,
        ...(files ? { files: [...files] } : {}),
        ...(values ? { values: { ...values } } : {}),
        ...(target
          ? {
              target: {
                ...target,
                ...(target.parts ? { parts: target.parts.map((part) => ({ ...part })) } : {}),
                ...(target.people ? { people: target.people.map((each) => ({ ...each })) } : {}),
              } as never,
            }
          : {}),
      });
    },
  };
}
