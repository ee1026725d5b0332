/** Sends a proof of identity once at a time and keeps the sentence of its refusal. */
import { useState } from 'react';
import { CallError } from '../../ui/call.ts';
import { sentenceOf } from '../../ui/query-client.ts';
import { passkeyFailure } from './passkey.ts';

export function useProof(props: {
  readonly onDone: () => void;
  /** Called instead of telling when the ticket of the sign-in is over. */
  readonly onTicketOver?: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);

  async function attempt(run: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await run();
      props.onDone();
    } catch (error) {
      if (props.onTicketOver && error instanceof CallError && error.code === 'access.ticketOver')
        return props.onTicketOver();
      setFailure(error instanceof CallError ? sentenceOf(error) : passkeyFailure(error));
    } finally {
      setBusy(false);
    }
  }

  return { attempt, busy, failure, setFailure };
}
