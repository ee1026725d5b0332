/** Who was here last, so that pages open without a network: his id and what he may open, no name. Only used while the city cannot be asked. */
import type { Session } from '../../../ui/session.ts';
import { forgetOwn, readOwn, writeOwn } from '../../../ui/own-store.ts';
import { offlinePages } from './offline-pages.ts';

const place = 'session';

/** Each answer of the city replaces what was kept; another person finds nothing of the one before. */
export function keepSession(session: Session): void {
  const { id, kind } = session.subject;
  const before = readOwn<Session>(place);
  if (before?.subject.id !== id) forgetOwn();
  const pages = session.pages.filter(({ face, system, key }) =>
    offlinePages.some((page) => page.face === face && page.system === system && page.key === key),
  );
  const systems = new Set(pages.map(({ system }) => system));
  const kept: Session = {
    signedIn: session.signedIn,
    subject: { id, kind, name: '', departments: [] },
    demo: session.demo,
    permissions: session.permissions.filter((one) => systems.has(one.split(':')[0] ?? '')),
    pages,
    mustChangePassword: session.mustChangePassword,
  };
  writeOwn(place, kept);
}

export function lastSession(): Session | undefined {
  return readOwn<Session>(place);
}
