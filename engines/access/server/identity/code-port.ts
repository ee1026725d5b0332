/** Brings codes to telephones: the port that a later engine fills (engines/messages), so that this one knows no channel. */
import type { Store, Work } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { CodePurpose, IdentityCodes } from './identity-codes.ts';

export interface CodeCarrier {
  /** Whether texts leave the city now. */
  open(): Promise<boolean>;
  /** Commits with the work. Keeps the number no longer than it takes to send. */
  carry(work: Work, phone: string, code: string, minutes: number): Promise<void>;
}

export interface CodePort {
  fill(carrier: CodeCarrier): void;
  /** Whether a code can reach somebody. */
  open(): Promise<boolean>;
  /**
   * Issues and sends; nobody looks whose number it is. Gives the code back only in a demonstration, where it is also shown.
   * Throws access.codesOff, access.codeSoon.
   */
  send(purpose: CodePurpose, subject: string, phone: string): Promise<string | null>;
}

export function openCodePort(deps: {
  readonly store: Store;
  readonly codes: IdentityCodes;
  readonly demo: boolean;
}): CodePort {
  const { store, codes, demo } = deps;
  let carrier: CodeCarrier | undefined;
  const sends = async () => (await carrier?.open()) ?? false;

  return {
    fill(given) {
      carrier = given;
    },
    open: async () => demo || (await sends()),
    async send(purpose, subject, phone) {
      const leaves = await sends();
      if (!leaves && !demo) throw accessErrors.codesOff();
      const code = await codes.issue(purpose, subject);
      const minutes = store.settings.value('access.code-minutes');
      if (leaves) await store.transaction(async (work) => carrier?.carry(work, phone, code, minutes));
      return demo ? code : null;
    },
  };
}
