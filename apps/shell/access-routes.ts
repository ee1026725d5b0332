/** The session routes of the access engine as the shells call them: types only, so that no schema library is in a face's first load. */
import type contract from '../../engines/access/contract.ts';

type Routes = (typeof contract)['routes'];

function shape<K extends keyof Routes>(method: 'GET' | 'POST', path: string): Routes[K] {
  // `call` looks at method and path alone; the rest of the route is for the server.
  return { method, path: `/api/access${path}` } as unknown as Routes[K];
}

export const sessionRoute = shape<'session'>('GET', '/session');
export const signInRoute = shape<'signIn'>('POST', '/sign-in');
export const signUpCodeRoute = shape<'signUpCode'>('POST', '/sign-up/code');
export const signUpRoute = shape<'signUp'>('POST', '/sign-up');
export const signOutRoute = shape<'signOut'>('POST', '/sign-out');
export const passwordRoute = shape<'changePassword'>('POST', '/password');
export const departmentsRoute = shape<'departments'>('GET', '/departments');
export const namesRoute = shape<'names'>('GET', '/names');
export const colleaguesRoute = shape<'colleagues'>('GET', '/colleagues');
export const signInCodeRoute = shape<'signInCode'>('POST', '/sign-in/code');
export const signInPasskeyOptionsRoute = shape<'signInPasskeyOptions'>('POST', '/sign-in/passkey/options');
export const signInPasskeyRoute = shape<'signInPasskey'>('POST', '/sign-in/passkey');
export const stepUpKindsRoute = shape<'stepUpKinds'>('GET', '/step-up');
export const stepUpRoute = shape<'stepUp'>('POST', '/step-up');
export const stepUpPasskeyOptionsRoute = shape<'stepUpPasskeyOptions'>('POST', '/step-up/passkey/options');
export const stepUpPasskeyRoute = shape<'stepUpPasskey'>('POST', '/step-up/passkey');
export const purposesRoute = shape<'purposes'>('GET', '/purposes');
export const statePurposeRoute = shape<'statePurpose'>('POST', '/purposes');
