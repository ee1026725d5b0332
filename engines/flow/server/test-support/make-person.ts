/** A person of the tests, with one post or none. */
import type { TestCity } from '../../../../test/support/city.ts';

export async function makePerson(
  city: TestCity,
  one: {
    readonly account: string;
    readonly name: string;
    readonly kind?: 'official' | 'citizen';
    readonly post?: { readonly role: string; readonly department: string; readonly area: string };
  },
): Promise<string> {
  const { account, name, kind = 'official', post } = one;
  const made = await city.access.admin.createSubject({
    account,
    name,
    kind,
    posts: post === undefined ? [] : [post],
    passwordHash: 'none',
    mustChange: false,
  });
  return made.id;
}
