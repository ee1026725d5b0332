/** Who is signed in and what he may open, as the shells and pages see it. */
import { createContext, useContext } from 'react';
import type { Face } from '../kernel/contract.ts';

export interface SessionPage {
  readonly face: Face;
  readonly system: string;
  readonly systemTitle: string;
  readonly key: string;
  readonly title: string;
  /** '/<contract id>/…' with ':name' parts; the address is '/<face>' + this. */
  readonly path: string;
  readonly menu?: string | null;
  readonly icon?: string | null;
  readonly order?: number | null;
}

export interface Session {
  readonly signedIn: boolean;
  readonly subject: {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    /** Ids, or ids with names when the server tells them. */
    readonly departments: readonly (string | { readonly id: string; readonly name: string })[];
  };
  /** Demo people and cases are loaded. */
  readonly demo: boolean;
  readonly permissions: readonly string[];
  readonly pages: readonly SessionPage[];
  readonly mustChangePassword: boolean;
  /** The time for enrolling the second factor that his posts ask for is over. */
  readonly mustEnrol?: boolean;
  /** Until when he may still work without it. */
  readonly factorDueAt?: string | null;
  /** Minutes without a request after which the server ends the session; the desk warns before. */
  readonly idleMinutes?: number;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of the person in front of the screen; the shell shows no page before it is known. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession outside of a shell');
  return session;
}

/** Whether a button is worth showing; the server decides again. `permission` is '<contract id>:<name>'. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}
