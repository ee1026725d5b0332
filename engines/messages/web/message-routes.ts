/** The routes of the messages engine as the bell calls them: types only, so that no schema library is in a face's first load. */
import type contract from '../contract.ts';

type Routes = (typeof contract)['routes'];
export type NoticePage = {
  readonly notices: readonly NoticeShape[];
  readonly unread: number;
  readonly more: boolean;
};

export interface NoticeShape {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
}

function shape<K extends keyof Routes>(method: 'GET' | 'POST', path: string): Routes[K] {
  // `call` looks at method and path alone; the rest of the route is for the server.
  return { method, path: `/api/messages${path}` } as unknown as Routes[K];
}

export const noticesRoute = shape<'list'>('GET', '/notices');
export const unreadRoute = shape<'unread'>('GET', '/unread');
export const readRoute = shape<'read'>('POST', '/read');
export const readAllRoute = shape<'readAll'>('POST', '/read-all');
