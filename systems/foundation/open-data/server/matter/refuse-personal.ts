/** What people write and others read holds no numbers of persons. Pure. */
import { errors } from '../../errors.ts';

/** A mobile number or an identity number, however it is spaced. */
const personal = /(?:^|\D)1[3-9]\d{9}(?:\D|$)|(?:^|\D)[1-8]\d{16}[\dXx](?:\D|$)/;

/** Throws open-data.personalInside. */
export function refusePersonal(...texts: readonly string[]): void {
  for (const text of texts)
    if (personal.test(text.normalize('NFKC').replaceAll(/(?<=\d)[ -](?=\d)/g, '')))
      throw errors.personalInside();
}
